"""Words for a reader: sentences, small tables, boxes, whose numbers are Figures and stay traced."""
