"""Contrast as WCAG defines it, computed by the tests themselves from colours as the browser computes them."""

import re


def rgb(colour):
    """(r, g, b) of "rgb(1, 2, 3)" or "#010203". Raises ValueError for what is see-through or no such
    colour."""
    if colour.startswith("#"):
        return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    if len(parts) not in (3, 4) or (len(parts) == 4 and parts[3] != 1):
        raise ValueError(f"found {colour}, expected a solid colour")
    return tuple(parts[:3])


def luminance(colour):
    parts = [part / 255 for part in rgb(colour)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
