"""Makes JPEGs of odd kinds, `photo-*.jpg`, and `damage.csv`: ways to damage those, and what libjpeg says of each.

Needs cjpeg and djpeg of libjpeg-turbo, Pillow and numpy. Run it in this folder.
"""

import csv
import pathlib
import random
import subprocess
import tempfile

import numpy as np
from PIL import Image

KINDS = {
    "plain": [],
    "whole-colours": ["-sample", "1x1"],
    "progressive": ["-progressive"],
    "restarts": ["-restart", "3B"],
    "progressive-restarts": ["-progressive", "-restart", "2B"],
    "grey": ["-grayscale"],
    "apart": ["-scans", "SCANS"],
    "wide-colours": ["-sample", "4x1"],
}


ODD = {
    "apart": ["-scans", "SCANS"],
    "arithmetic": ["-arithmetic"],
    "restarts": ["-restart", "1B"],
    "mixed": ["-sample", "1x1,2x1,1x2"],
    "thirds": ["-sample", "3x1"],
}


def quadrants():
    """As in make.py."""
    image = Image.new("RGB", (64, 48))
    for index, colour in enumerate([(230, 20, 20), (20, 200, 40), (20, 40, 220), (250, 250, 250)]):
        x, y = index % 2 * 32, index // 2 * 24
        image.paste(colour, (x, y, x + 32, y + 24))
    return image


def picture():
    """Rings with noise: every row has something to lose."""
    y, x = np.mgrid[0:56, 0:74]
    rings = np.sin(np.hypot(x - 30, y - 20) / 3)
    noise = np.random.default_rng(5).normal(0, 18, (56, 74, 3))
    planes = np.stack([128 + 90 * rings, 128 + 90 * np.cos(x / 9), 40 + 3 * y], axis=-1)
    return Image.fromarray(np.clip(planes + noise, 0, 255).astype("uint8"))


def damaged(data, kind, at, value):
    """What `tests/it/artwork.rs` does too."""
    if kind == "set":
        return data[:at] + bytes([value]) + data[at + 1 :]
    if kind == "cut":
        return data[:at]
    if kind == "ended":
        return data[:at] + b"\xff\xd9"
    if kind == "hole":
        return data[:at] + data[at + value :]
    raise ValueError(kind)


def verdict(data):
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(data)
        file.flush()
        run = subprocess.run(["djpeg", "-outfile", "/dev/null", file.name], capture_output=True, text=True)
    return "damaged" if run.returncode or run.stderr.strip() else "whole"


def main():
    random.seed(23)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        source, scans = pathlib.Path(folder, "x.ppm"), pathlib.Path(folder, "scans.txt")
        scans.write_text("0;\n1;\n2;\n")

        def write(target, quality, options):
            options = [str(scans) if option == "SCANS" else option for option in options]
            subprocess.run(["cjpeg", "-quality", quality, *options, "-outfile", target, str(source)], check=True)

        quadrants().save(source)
        for name, options in ODD.items():
            write(f"{name}.jpg", "90", options)
        picture().save(source)
        for name, options in KINDS.items():
            target = f"photo-{name}.jpg"
            write(target, "70", options)
            data = pathlib.Path(target).read_bytes()
            start = data.find(b"\xff\xda") + 14
            rows.append((target, "set", 0, data[0], verdict(data)))
            for kind in ["set"] * 22 + ["cut"] * 4 + ["ended"] * 10 + ["hole"] * 8:
                at = random.randrange(start, len(data) - 12)
                value = {"set": data[at] ^ 1 << random.randrange(8), "hole": random.randrange(1, 10)}.get(kind, 0)
                rows.append((target, kind, at, value, verdict(damaged(data, kind, at, value))))
    with open("damage.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "kind", "at", "value", "libjpeg"])
        writer.writerows(rows)


main()
