"""The reports folder: whole runs with their manifests, links to the latest, what is kept how long.

manifest.py   what a run was made from, and which files it left
publish.py    staging, renaming, links, one run of a report at a time
retention.py  which runs are kept

Knows files; neither notebooks nor claims.
"""
