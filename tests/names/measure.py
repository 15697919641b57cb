"""Measures every name of names.txt in Chromium with the program's own fonts, and draws the same sheet there.

    cargo run --example runs > runs.json
    python3 tests/names/measure.py runs.json FOLDER

writes tests/names/widths.csv and FOLDER/chromium.png, the sheet that examples/sheet.rs draws, to be compared with it by
eye. Needs Chromium and fontTools (to take the faces of a collection apart: a style sheet cannot name one of them).

Each name is measured twice, 100 px high, text-rendering: geometricPrecision, as the bounding box of a Range:
`runs` with each part in the face and size that our shaper chose, one span a face; `list` as plain text with one
font-family list, size-adjust giving the same sizes, so that Chromium chooses the faces itself.
"""

import csv
import html
import json
import pathlib
import subprocess
import sys
import tempfile

from fontTools.ttLib import TTCollection

HERE = pathlib.Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "fonts"
SIZE = 100
SHEET = 36
WIDTH = 660

lines = json.load(open(sys.argv[1], encoding="utf8"))
spellings = [
    row.rstrip("\n").split("\t")[1] for row in open(HERE / "names.txt", encoding="utf8") if not row.startswith("#")
]
assert len(lines) == 2 * len(spellings)
folder = pathlib.Path(sys.argv[2]).resolve()
folder.mkdir(parents=True, exist_ok=True)


def face_file(file, index):
    """A single font with this face."""
    if not file.endswith(".ttc"):
        return FONTS / file
    single = folder / f"{pathlib.Path(file).stem}-{index}.otf"
    if not single.exists():
        TTCollection(str(FONTS / file), lazy=True).fonts[index].save(single)
    return single


faces = {}


def face(file, index, scale=1.0):
    """The CSS name of a face, drawn at `scale` of the font size."""
    key = (file, index, round(scale, 5))
    return faces.setdefault(key, f"f{len(faces)}")


def spans(line):
    parts = []
    for run in line["runs"]:
        style = f"font-family:{face(run['file'], run['index'])};font-size:{run['scale']:.5f}em"
        parts.append(f'<span style="{style}">{html.escape(run["text"])}</span>')
    return "".join(parts)


FAMILIES = [row for row in csv.DictReader(open(FONTS / "fonts.csv", encoding="utf8")) if row["italic"] == "no"]


def family_list(line):
    """The main face, then the faces our shaper used, in the order of fonts.csv: which draws what, Chromium chooses."""
    weight = line["weight"]
    scales = {(run["file"], run["index"]): run["scale"] for run in line["runs"]}
    main = next(r for r in FAMILIES if r["family"] == "Inter" and int(r["weight"]) == weight)
    names = [face(main["file"], 0)]
    for row in FAMILIES:
        if (row["file"], int(row["index"])) in scales and row["family"] != "Inter":
            names.append(face(row["file"], int(row["index"]), scales[row["file"], int(row["index"])]))
    return ",".join(names)


def block(line, style, inner):
    language = f' lang="{line["language"]}"' if line["language"] else ""
    return f'<div dir="auto"{language} style="{style}">{inner}</div>'


def page(body, script):
    rules = "".join(
        f"@font-face{{font-family:{name};src:url('{face_file(file, index).as_uri()}');"
        f"size-adjust:{scale * 100:.3f}%;font-weight:1 1000}}"
        for (file, index, scale), name in faces.items()
    )
    return (
        f'<!doctype html><meta charset="utf-8"><style>{rules}'
        "*{margin:0;padding:0}body{background:#fff;color:#000}"
        "div{position:absolute;white-space:pre;text-rendering:geometricPrecision;font-kerning:normal;"
        "font-synthesis:none;line-height:0}"
        f"</style><body>{body}<script>{script}</script>"
    )


def chromium(text, *options):
    with tempfile.TemporaryDirectory() as profile:
        source = pathlib.Path(profile) / "page.html"
        source.write_text(text, encoding="utf8")
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            "--allow-file-access-from-files", "--virtual-time-budget=60000", "--font-render-hinting=none",
            f"--user-data-dir={profile}/user", *options, source.as_uri(),
        ]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf8")


# Widths
body = "".join(
    block(line, f"font-size:{SIZE}px", spans(line))
    + block(line, f"font-size:{SIZE}px;font-family:{family_list(line)}", html.escape(line["name"]))
    for line in lines
)
SCRIPT = """
(async () => {
  await Promise.all([...document.fonts].map(f => f.load()));
  await document.fonts.ready;
  const failed = [...document.fonts].filter(f => f.status != 'loaded').map(f => f.family);
  const widths = [...document.querySelectorAll('div')].map(d => {
    const range = document.createRange();
    range.selectNodeContents(d);
    return range.getBoundingClientRect().width;
  });
  document.body.innerHTML = '';
  document.title = JSON.stringify([failed, widths]);
})()"""
text = chromium(page(body, SCRIPT), "--dump-dom")
failed, widths = json.loads(html.unescape(text.split("<title>")[1].split("</title>")[0]))
assert not failed, failed

with open(HERE / "widths.csv", "w", encoding="utf8", newline="") as out:
    out.write("# Widths of names.txt in Chromium, in em: `runs` with the faces of our shaper, `list` with those it chose itself\n")
    out.write("# from the same files. Made once by measure.py.\n")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["name", "weight", "runs", "list"])
    for n, line in enumerate(lines):
        runs, plain = (w / SIZE for w in widths[2 * n : 2 * n + 2])
        table.writerow([spellings[n // 2], line["weight"], f"{runs:.4f}", f"{plain:.4f}"])
        for kind, width in (("runs", runs), ("list", plain)):
            if abs(width / max(line["width"], 1e-6) - 1) > 0.005:
                print(f"{line['script']} {line['name']!r} {line['weight']} {kind}: ours {line['width']:.4f}, Chromium {width:.4f}")

# Sheets: rows as examples/sheet.rs draws them, baseline of row n at (n + 1) * 2 * SHEET
PLACE = """
(async () => {
  await Promise.all([...document.fonts].map(f => f.load()));
  await document.fonts.ready;
  for (const d of document.querySelectorAll('div')) {
    const strut = d.lastChild;
    const shift = Number(d.dataset.y) - strut.getBoundingClientRect().bottom;
    d.style.top = shift + 'px';
  }
})()"""
height = (len(lines) // 2 + 1) * 2 * SHEET
body = ""
for n, line in enumerate(lines):
    y, x = (n // 2 + 1) * 2 * SHEET, 16 + n % 2 * WIDTH
    strut = '<i style="display:inline-block;width:0;height:0"></i>'
    language = f' lang="{line["language"]}"' if line["language"] else ""
    body += f'<div dir="auto"{language} data-y="{y}" style="left:{x}px;top:0;font-size:{SHEET}px">{spans(line)}{strut}</div>'
chromium(page(body, PLACE), f"--screenshot={folder}/chromium.png", f"--window-size={2 * WIDTH},{height}")
print(folder / "chromium.png", height)
