"""What can be wrong with a data folder: by name, a change that breaks one thing of a valid Folder."""

from data_folder import (
    all_of,
    append,
    cells_of_row,
    field,
    folder_in_place,
    not_json,
    package,
    package_text,
    pipe_in_place,
    put,
    raw,
    rows_of,
    second_table,
    swap,
    with_column,
    without_column,
    without_name,
)

STRANGERS = append("terms", term_id="strangers", kind="subject", label="strangers", definition="Invented.")
MENTIONED = append(
    "mentions",
    mention_id="m-3-2",
    document_id="gazette",
    paragraph="3",
    position="2",
    as_printed="figure",
    kind="claim",
    claim_id="killed-wire",
)
KEYS = ("resources", "casualties", "schema", "foreignKeys")
CASES = {}


def case(name, change):
    CASES[name] = change


# --- files
# -----------------------------------------------------------------------------------------------------
case("missing file", lambda f: f.file("sources").unlink())
case("missing file of knowledge that others name", lambda f: f.file("events").unlink())
case("a folder instead of a file", folder_in_place("events"))
case("a pipe instead of a file", pipe_in_place("events"))
case("no bytes", raw("events", b""))
case("just a line end", raw("events", b"\n"))
case("no rows in sources", lambda f: f.write("sources", [], f.lines("sources")[0]))
case("no rows in events", lambda f: f.write("events", [], f.lines("events")[0]))
case("something else than a table", raw("events", b"\x7fELF\x02\x01 and so on"))
case("semicolons", swap("terms", b",", b";", -1))
case("UTF-16", lambda f: f.file("terms").write_bytes(f.file("terms").read_bytes().decode().encode("utf-16")))
case("Latin-1", swap("sources", b"A lawmaker", b"A lawm\xe4ker"))
case("Latin-1 in three rows", swap("terms", b"Invented", b"Invent\xe9", 3))
case("BOM", lambda f: f.file("terms").write_bytes(b"\xef\xbb\xbf" + f.file("terms").read_bytes()))
case("CRLF", swap("terms", b"\n", b"\r\n", -1))
case(
    "CRLF from row 3 on",
    swap("terms", b"south,side,south,,,,,,,,Invented.\n", b"south,side,south,,,,,,,,Invented.\r\n"),
)
case("old line ends", swap("terms", b"\n", b"\r", -1))

# --- columns
# ---------------------------------------------------------------------------------------------------
case("missing column", without_column("casualties", "hedge"))
case("missing id column", without_column("sources", "source_id"))
case("misspelt column", swap("casualties", b",hedge,", b",hegde,"))
case("column with blanks", swap("casualties", b",hedge,", b", hedge,"))
case("unknown column", with_column("terms", "colour"))
case("unknown column in the header alone", with_column("terms", "colour", cells=False))
case("column missing in the header alone", without_name("terms", "kind"))
case("unknown column without a name", with_column("terms", ""))
case("column twice", with_column("terms", "label"))
case("escape code in a column", with_column("terms", "\x1b[2J\u202e"))

# --- rows
# ------------------------------------------------------------------------------------------------------
case("too few cells", cells_of_row("events", 2, lambda row: row[:-1]))
case("too many cells", cells_of_row("events", 2, lambda row: [*row, ""]))
case("a cell too many in every row", rows_of("terms", lambda row: [*row, ""]))
case("a cell too many in some rows", rows_of("terms", lambda row: [*row, ""] if row[1] == "side" else row))
case("row of empty cells", swap("terms", b"\nsouth,", b"\n,,,,\nsouth,"))
case("rows of empty cells at the end", lambda f: [append("terms")(f) for _ in range(50)])
case("row of blanks", append("terms", label="  "))
case("rows of empty cells alone", all_of(lambda f: f.write("terms", [[""] * 5] * 4, f.lines("terms")[0])))
case("blank line", swap("terms", b"\nsouth,", b"\n\n\nsouth,"))
case("blank line at the end", lambda f: f.file("terms").write_bytes(f.file("terms").read_bytes() + b"\n"))
case("quoted line break", swap("sources", b"The ministry", b'"The\nministry"'))
case("quote never closed", swap("sources", b"The ministry", b'"The ministry'))
case("quote closed too early", swap("sources", b"The ministry", b'"The" ministry'))
case("line break in the header", swap("terms", b"label", b'"la\nbel"'))

# --- cells: numbers
# --------------------------------------------------------------------------------------------
for text in (
    "1,000",
    "1e3",
    "NaN",
    "inf",
    "-inf",
    "90%",
    "+5",
    "$5",
    "1 000",
    "\u0661\u0660",
    "\uff15",
    "0x1F",
    "1_000",
    "1.",
    ".5",
    "1/2",
    "007",
    "1" * 41,
    "one",
):
    case(f"number {text}", put("casualties", 5, low=text))
case("negative number", put("casualties", 5, low="-5"))
case("whole number 1.0", put("casualties", 2, paragraph="3.0", also_at=""))
case("paragraph 0", put("events", 2, paragraph="0"))
case("grade 7", put("casualties", 2, credibility="7"))

# --- cells: other types
# ----------------------------------------------------------------------------------------
case("unknown enum", put("casualties", 2, bound="at_lest"))
case("enum in capitals", put("casualties", 2, bound="AT_LEAST"))
case("impossible date", put("casualties", 2, stated_on="2024-02-30", as_of=""))
case("date of another form", put("casualties", 2, stated_on="16/12/2024", as_of=""))
case("date and time", put("casualties", 2, stated_on="2024-12-16T00:00", as_of=""))
case("blank where filled", put("sources", 2, name=""))
case("blanks only", put("sources", 2, note="  "))
case("leading blank", put("sources", 2, name=" The Gazette"))
case("trailing blank", put("casualties", 5, low="100\u00a0"))
case("id in capitals", put("events", 2, event_id="Parade"))
case("id with NUL", put("sources", 4, source_id="mini\0stry"))
case("id in other bytes", swap("sources", b"\nministry,", b"\nminis\xfftry,"))
case("id left blank", put("sources", 4, source_id=""))
case("id of a claim in capitals", put("casualties", 5, claim_id="KILLED-wire"))
case("duration", put("other_figures", 2, duration="P1Y6M"))
case("relays", put("casualties", 2, via_ids="lawmaker>wire"))
case("too long", put("casualties", 2, hedge="x" * 61))
case("10 MB cell", put("casualties", 2, note="x" * 10_000_000))
case("10 MB of digits", put("casualties", 5, low="1" * 10_000_000))
case("10 MB id", put("events", 2, place="p" * 10_000_000))
case("10 MB of line breaks", put("sources", 2, note="\n" * 10_000_000))
case("NUL", put("sources", 2, note="a\0b"))
case("terminal escape", put("sources", 2, note="\x1b[31mred"))
case("writing direction", put("sources", 2, note="abc\u202edef"))

# --- names and references
# --------------------------------------------------------------------------------------
case("duplicate id", append("sources", source_id="wire", name="Another", kind="agency", side="south"))
case("duplicate claim in another table", put("other_figures", 3, claim_id="pay"))
case("claim named self", put("other_figures", 3, claim_id="self"))
case("dangling document", put("events", 2, document_id="gazete"))
case("dangling document of a claim", put("casualties", 2, document_id="gazete"))
case("dangling document of a mention", put("mentions", 4, document_id="gazete"))
case("dangling claim of a mention", put("mentions", 2, claim_id="kiled"))
case("a source renamed", put("sources", 4, source_id="defence-office"))
case("a document renamed", put("documents", 2, document_id="daily-mirror"))
case("a measure renamed", put("terms", 7, term_id="dead"))
case("a unit of another kind", put("terms", 4, kind="scope"))
case("a unit renamed", put("terms", 4, term_id="soldier"))
case("dangling claimant", put("troop_counts", 2, claimant_id="minstry"))
case("dangling claimant, nothing alike", put("money_flows", 2, claimant_id="qqq"))
case("dangling relay", put("casualties", 2, via_ids="lawmaker > wier"))
case("dangling original", put("casualties", 2, original_claim_id="kiled-wire"))
case("no original at all", put("casualties", 3, original_claim_id="selfx"))
case("dangling part", put("casualties", 4, part_of_id="al"))
case("dangling judge", put("judgements", 2, judge_id="minister"))
case("dangling outlet", put("documents", 2, outlet_id="gazette"))
case("dangling event", put("mentions", 10, event_id="parades"))
case("dangling affiliation", put("sources", 5, affiliation_id="ministri"))
case("dangling side", put("events", 2, sides="north;sooth"))
case("wrong kind of term", put("casualties", 5, subject="person"))
case("wrong kind of side", put("money_flows", 2, from_side="front"))
case("wider term of another kind", put("terms", 11, part_of_id="killed"))
case("unknown unit", put("other_figures", 2, unit="contaner"))
case("unknown currency in a unit", put("other_figures", 2, unit="USX"))

# --- within a row
# ----------------------------------------------------------------------------------------------
case("low above high", put("troop_counts", 3, low="13000"))
case("low equals high", put("troop_counts", 3, low="12000"))
case("best outside", put("troop_counts", 3, best="13000"))
case("best below low", put("troop_counts", 3, best="1"))
case("bound at_least with high", put("casualties", 5, high="200"))
case("bound at_least without low", put("casualties", 5, low=""))
case("bound up_to with best", put("casualties", 3, high="", best="50"))
case("vague with a number", put("other_figures", 3, best="2"))
case("vague without words", put("other_figures", 3, as_printed="30"))
case("money outside its table", put("other_figures", 2, unit="USD/year", accounting="rate", echoes_id=""))
case("no money in its table", put("money_flows", 2, unit="person/year"))
case(
    "no money and no currency", put("money_flows", 2, unit="person/year", currency="", bound="vague", best="")
)
case("half a person", put("casualties", 4, best="1.5"))
case("half a person as an end", put("troop_counts", 3, low="11000.5"))
case("no currency", put("money_flows", 2, currency=""))
case("wrong currency", put("money_flows", 2, currency="USE"))
case("unit of another currency", put("money_flows", 2, unit="EUR/year"))
case("cumulative per year", put("money_flows", 2, accounting="cumulative"))
case("unknown time in a rate", put("money_flows", 2, unit="USD/jear"))
case("rate without time", put("casualties", 5, accounting="rate"))
case("period backwards", put("troop_counts", 3, period_end="2024-09-01"))
case("publication backwards", put("documents", 3, published_from="2024-12-17"))
case("event backwards", put("events", 2, end="2024-09-30"))
case("described after stated", put("casualties", 2, as_of="2024-12-20"))
case("stated after published", put("casualties", 2, stated_on="2024-12-22"))
case("described after published", put("casualties", 2, as_of="2024-12-22", stated_on=""))
case("link without original", put("casualties", 3, original_link="stated"))
case("original without link", put("casualties", 2, original_link=""))
case("restated in its own paragraph", put("casualties", 2, also_at="3;5"))
case("restated twice", put("casualties", 2, also_at="5;5"))
case("restated twice in its own paragraph", put("casualties", 2, also_at="3;3"))
case("restated in paragraph 0", put("casualties", 2, also_at="5;0"))
case("a relay twice", put("casualties", 2, via_ids="wire > lawmaker > wire"))
case("a claimant as its own relay", put("casualties", 2, via_ids="lawmaker > ministry"))
case("a judge as its own relay", put("judgements", 2, via_ids="ministry > wire"))
case("address that runs", put("documents", 2, address="javascript:alert(1)"))
case("address of a file", put("documents", 2, address="ftp://example.org/page"))
case("address without a scheme", put("documents", 2, address="www.example.org/a"))
case("likelihood without scale", put("money_flows", 2, likelihood_scale=""))
case("scale without likelihood", put("money_flows", 2, likelihood=""))
case("grade without grader", put("casualties", 2, graded_by=""))
case("grade without reason", put("casualties", 2, grade_note=""))
case("reliability without reason", put("sources", 4, reliability_note=""))

# --- between rows
# ----------------------------------------------------------------------------------------------
case("part larger than whole", put("casualties", 4, best="51"))
case("part more than its whole", put("casualties", 4, bound="more_than", best="", low="50"))
case("part with a faulty figure", put("casualties", 4, best="5l"))
case("part of another unit", put("casualties", 4, unit="container"))
case("part of another subject", all_of(STRANGERS, put("casualties", 3, subject="strangers")))
case("part of a sister measure", put("casualties", 3, measure="wounded"))
case("original of another unit", put("casualties", 5, unit="container"))
case("original of another measure", put("casualties", 2, measure="deployed"))
case("echo of another subject", all_of(STRANGERS, put("other_figures", 3, subject="strangers")))
case("revision of another unit", put("troop_counts", 2, unit="container"))
case("original dated after its document", put("casualties", 5, stated_on="2025-01-09"))
case(
    "relay before its original",
    all_of(MENTIONED, put("casualties", 5, stated_on="", document_id="gazette", paragraph="3")),
)
case("revision of another claimant", put("troop_counts", 3, claimant_id="lawmaker"))
case("revision before its claim", put("troop_counts", 3, stated_on="2024-12-15"))
case(
    "cycle of relays",
    put("casualties", 5, original_claim_id="killed", original_link="stated"),
)
case(
    "cycle of relays whose dates differ",
    all_of(
        put("casualties", 2, stated_on="2024-12-15", as_of=""),
        put("casualties", 5, original_claim_id="killed", original_link="stated"),
    ),
)
case("its own original", put("troop_counts", 2, original_claim_id="force-first", original_link="stated"))
case("cycle of parts", put("casualties", 3, part_of_id="officers", high="20"))
case("cycle of terms", put("terms", 10, part_of_id="village"))
case("cycle of affiliations", put("sources", 4, affiliation_id="lawmaker"))
case("cycle of echoes", put("other_figures", 2, echoes_id="tons-echo"))
case("cycle of revisions", put("troop_counts", 2, supersedes_id="force"))

# --- mentions
# --------------------------------------------------------------------------------------------------
case("mention without claim", put("mentions", 7, claim_id=""))
case("mention without reason", put("mentions", 10, reason=""))
case("mention without event", put("mentions", 10, event_id=""))
case("position twice", put("mentions", 4, position="1"))
case("claim mentioned as something else", put("mentions", 9, kind="things"))
case("gap in positions", put("mentions", 7, position="4"))
case("position far off", put("mentions", 6, position="7"))
case("position of the next one", put("mentions", 6, position="3"))
case("claim in another paragraph", put("casualties", 2, paragraph="10"))
case("claim in the paragraph of others", put("troop_counts", 3, paragraph="4"))
case("claim without paragraph", put("other_figures", 2, paragraph=""))
case("first of two mentions in another paragraph", put("mentions", 3, paragraph="5", position="4"))
case("quote never closed in a mention", swap("mentions", b"m-4-1,gazette", b'm-4-1,"gazette'))
case("mention in another paragraph", put("mentions", 4, paragraph="10"))
case("only mention of a paragraph in another one", put("mentions", 2, paragraph="10"))
case("restatement in another paragraph", put("mentions", 7, paragraph="11", position="1"))
case("claim of another document", put("mentions", 6, claim_id="killed-wire"))
case("claim without mention", put("mentions", 9, kind="things", claim_id="", reason="Invented."))

# --- datapackage.json
# ------------------------------------------------------------------------------------------
case("no datapackage.json", lambda f: f.path.joinpath("datapackage.json").unlink())
case("not JSON", not_json(b"{"))
case("JSON, but a list", not_json(b"[]"))
case("JSON of nothing", not_json(b""))
case("JSON without end", not_json(b"[" * 100_000))
case("JSON in Latin-1", not_json(b'{"title": "\xe4"}'))
case("NaN in JSON", not_json(b'{"resources": NaN}'))
case("BOM in JSON", not_json(b"\xef\xbb\xbf{}"))
case("half a character in JSON", not_json(b'{"title": "\\ud800"}'))
case("a number of thousands of digits in JSON", not_json(b'{"resources": ' + b"1" * 5000 + b"}"))
case("JSON of null", not_json(b"null"))
case("a key twice", package_text('"name": "terms",', '"name": "terms", "path": "words.csv",'))
case("a key twice beside another fault", not_json(b'{"title": "a", "title": "b", "resources": 5}'))
case("no resources", package("resources", drop=True))
case("resources of another type", package("resources", value=5))
case("a table missing", package("resources", "sources", drop=True))
case("a table twice", second_table)
case("path out of the folder", package("resources", "casualties", "path", value="../secret.csv"))
case("absolute path", package("resources", "casualties", "path", value="/etc/passwd.csv"))
case("path with NUL", package("resources", "casualties", "path", value="a\0.csv"))
case("one file for two tables", package("resources", "troop_counts", "path", value="casualties.csv"))
case("no schema", package("resources", "casualties", "schema", drop=True))
case("a column dropped", field("terms", "kind", drop=True))
case("a column twice", field("terms", "definition", "name", value="kind"))
case("a column of another type", field("casualties", "low", "type", value="string"))
case("an unknown type", field("terms", "kind", "type", value="decimal"))
case("a column without a type", field("terms", "kind", "type", value=None))
case("a column named in capitals", field("terms", "kind", "name", value="Kind"))
case("a column that is no object", field("terms", "kind", value="kind"))
case("a bad pattern", field("casualties", "also_at", "constraints", "pattern", value="("))
case("a huge pattern", field("casualties", "also_at", "constraints", "pattern", value="((a{999}){999}){999}"))
case(
    "a column optional",
    all_of(field("casualties", "unit", "constraints", "required", drop=True), put("casualties", 2, unit="")),
)
case("an unknown constraint", field("terms", "label", "constraints", "minLength", value=3))
case("a constraint out of place", field("casualties", "also_at", "constraints", "minimum", value=3))
case("a length below 1", field("terms", "label", "constraints", "maxLength", value=0))
case("an empty enum", field("terms", "kind", "constraints", "enum", value=[]))
case("another bound", field("casualties", "bound", "constraints", "enum", value=["about", "roughly"]))
case("numbers in an enum", field("casualties", "bound", "constraints", "enum", value=[1]))
case("null in an enum", field("terms", "kind", "constraints", "enum", value=[None]))
case("another primary key", package("resources", "casualties", "schema", "primaryKey", value="document_id"))
case("a reference of numbers", package(*KEYS, 0, "fields", value="low"))
case("a reference to nowhere", package(*KEYS, 0, "reference", "resource", value="papers"))
