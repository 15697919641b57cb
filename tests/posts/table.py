#!/usr/bin/env python3
"""The table of docs/posting.md: what each placement's post of sixty names comes to.
usage: table.py PROGRAM    prints Markdown; each placement is a run of its own on one thread"""
import csv, json, os, pathlib, subprocess, sys, tempfile

here = pathlib.Path(__file__).parent
rows = csv.DictReader(open(here.parent.parent / "assets/platforms.csv"))
print("| placement | files | px | bytes | most | ms |\n|---|---|---|---|---|---|")
for row in rows:
    place = f"{row['platform']}/{row['placement']}"
    with tempfile.TemporaryDirectory() as out:
        arguments = [sys.argv[1], "render", here / "sixty.yaml", "--for", place, "-o", out, "--jobs", "1", "--quiet"]
        before = os.times()
        subprocess.run(arguments, check=True)
        after = os.times()
        spent = (after.children_user - before.children_user + after.children_system - before.children_system) * 1000
        post = json.loads(next(pathlib.Path(out).rglob("post.json")).read_text())
        sizes = [picture["bytes"] for picture in post["pictures"]]
        kind = post["pictures"][0]["file"].rsplit(".", 1)[1]
        most = f"{int(row['bytes']):,}".replace(",", " ") if row["bytes"] else "–"
        print(f"| {place} | {len(sizes)} {kind} | {row['width']} × {row['height']} | {max(sizes):,} | {most} | {spent:.0f} |".replace(",", " "))
