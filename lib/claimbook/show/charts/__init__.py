"""Charts: one Chart object for the notebook, the stored data and the brief, and the kinds of drawings.

chart.py holds Chart and the two charts of bounds, builders.py those of squares, flows, chains,
dates and judgements; kinds.py is the table of kinds; each kind has a module of its own that
draws it from its JSON; scene.py and picture.py write a drawing as SVG and PNG.
"""
