"""Charts: a file for each kind of chart, one scene that each draws, and two writers of a scene.

rows.py    what a row may hold: words, places, figures with their ends
chart.py   the Chart object, its JSON form, the table of kinds
scene.py   shapes and words on a sheet; svg.py and png.py write a scene
axis.py    scales and ticks of values; day_axis.py of days
claims.py, share.py, flows.py, chains.py, timeline.py   the kinds; claim_rows.py rows of claims

A new kind is a new file here: it draws its rows, makes its chart by `chart.assembled` and adds
itself to `chart.KINDS`. Every file of this folder is loaded, so that a stored chart finds its kind.
"""

from importlib import import_module
from pkgutil import iter_modules

for _file in iter_modules(__path__):
    import_module(f"{__name__}.{_file.name}")
