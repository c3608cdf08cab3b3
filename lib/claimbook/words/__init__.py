"""Words for a reader: sentences, small tables, boxes, whose numbers are Figures and stay traced.

richtext.py   runs of words: which may hold digits, and why; safe.py makes them harmless, style.py measures
dates.py, formula.py   days, spans of days and formulas in words
display.py    what a display leaves in a notebook; markup.py writes it as HTML, by templates
prose.py      `say` and `answer`; tell.py says what the selection allows
table.py      any small table; standard_tables.py and pace_tables.py those that every notebook shows
top_box.py, changes_box.py   the boxes on top of a brief; about_book.py what is told of the book itself
"""
