#!/usr/bin/env python3
"""Makes the pictures of tests/artwork.rs. Needs Pillow (made with 13.0); the files are committed, so that tests do not.

Most show four quadrants: red, green / blue, white (left top, right top / left bottom, right bottom), 64 x 48 pixels.
"""
import os
import struct
import zlib

from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
RED, GREEN, BLUE, WHITE = (230, 20, 20), (20, 200, 40), (20, 40, 220), (250, 250, 250)
W, H = 64, 48


def path(name):
    return os.path.join(HERE, name)


def quadrants(mode="RGB", colours=(RED, GREEN, BLUE, WHITE), size=(W, H)):
    w, h = size
    picture = Image.new(mode, size)
    for index, colour in enumerate(colours):
        x, y = index % 2 * w // 2, index // 2 * h // 2
        picture.paste(colour, (x, y, x + w // 2, y + h // 2))
    return picture


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, width, height, depth, colour, rows, interlace=0, extra=b""):
    """A PNG written by hand: what Pillow cannot write. `rows` are raw rows without filter bytes, pass by pass."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    data = b"".join(b"\0" + row for row in rows)
    with open(path(name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra)
        file.write(chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def s15(value):
    return struct.pack(">i", round(value * 65536))


def profile(primaries, description):
    """A matrix profile (ICC v2) with the sRGB tone curve as a gamma of 2.2; `primaries` are D50 XYZ columns."""
    text = description.encode()
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * 78,
        b"cprt": b"text\0\0\0\0CC0\0",
        b"wtpt": b"XYZ \0\0\0\0" + s15(0.9642) + s15(1.0) + s15(0.8249),
    }
    for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries):
        tags[name] = b"XYZ \0\0\0\0" + b"".join(map(s15, column))
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        tags[name] = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset, len(data))
        body += data
        offset += len(data)
    header = struct.pack(">I", offset) + b"\0\0\0\0" + struct.pack(">I", 0x02400000) + b"mntrRGB XYZ "
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += s15(0.9642) + s15(1.0) + s15(0.8249)
    header += b"\0" * (128 - len(header))
    return header + struct.pack(">I", len(tags)) + table + body


# Display P3 primaries adapted to D50 (as in Apple's profile).
P3 = [(0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)]


def jpegs():
    rgb = quadrants()
    for name, options in [("baseline", {}), ("progressive", {"progressive": True})]:
        rgb.save(path(f"{name}.jpg"), quality=92, subsampling=0, **options)
    quadrants("L", (20, 90, 160, 250)).save(path("grey.jpg"), quality=92)

    # Pillow writes CMYK with an Adobe marker (transform 0), inverted as Photoshop does.
    def ink(colour):
        return tuple(255 - channel for channel in colour) + (0,)

    cmyk = quadrants("CMYK", [ink(colour) for colour in (RED, GREEN, BLUE, WHITE)])
    cmyk.save(path("cmyk.jpg"), quality=92)
    raw = open(path("cmyk.jpg"), "rb").read()
    assert b"Adobe" in raw, "Pillow no longer writes the Adobe marker"

    # YCCK as libjpeg defines it: the complement of the stored C, M and Y, coded as YCbCr; K stays. What Photoshop stores
    # is inverted, so the complement is the ink. Pillow neither converts nor marks it: the values are given, the marker is
    # changed to transform 2. Pillow reads the file back as the quadrants, which is asserted.
    def ycck(colour):
        y, cb, cr = Image.new("RGB", (1, 1), tuple(255 - c for c in colour)).convert("YCbCr").getpixel((0, 0))
        # Pillow inverts on saving: 255 - value is what the file holds.
        return (255 - y, 255 - cb, 255 - cr, 0)

    quadrants("CMYK", [ycck(colour) for colour in (RED, GREEN, BLUE, WHITE)]).save(path("ycck.jpg"), quality=92)
    raw = bytearray(open(path("ycck.jpg"), "rb").read())
    at = raw.index(b"Adobe")
    raw[at + 11] = 2
    open(path("ycck.jpg"), "wb").write(raw)
    back = Image.open(path("ycck.jpg")).convert("RGB").getpixel((W // 4, H // 4))
    assert all(abs(a - b) < 6 for a, b in zip(back, RED)), f"the red quadrant of ycck.jpg is {back}"

    # CMYK with half of black ink over white: K counts.
    quadrants("CMYK", [(0, 0, 0, 0), (0, 0, 0, 128), (0, 0, 0, 255), (255, 0, 0, 0)]).save(path("black-ink.jpg"), quality=92)

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        # Pixels stored so that, after what the tag asks for, the upright picture appears.
        undo = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }.get(orientation)
        stored = rgb.transpose(undo) if undo is not None else rgb
        stored.save(path(f"orientation-{orientation}.jpg"), quality=92, subsampling=0, exif=exif)

    p3 = profile(P3, "Display P3 (made for tests)")
    quadrants("RGB", ((200, 100, 100), (100, 180, 100), (100, 100, 200), (128, 128, 128))).save(
        path("display-p3.jpg"), quality=95, subsampling=0, icc_profile=p3
    )
    rgb.save(path("broken-profile.jpg"), quality=92, subsampling=0, icc_profile=b"this is no colour profile")


def pngs():
    rgb = quadrants()
    rgb.save(path("rgb.png"), optimize=True)
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=4).save(path("palette.png"), optimize=True)
    quadrants("L", (20, 90, 160, 250)).save(path("grey.png"), optimize=True)
    quadrants("1", (0, 1, 1, 0)).save(path("bilevel.png"), optimize=True)
    quadrants("RGBA", (RED + (255,), GREEN + (128,), BLUE + (0,), WHITE + (255,))).save(path("alpha.png"), optimize=True)
    rows = [b"".join(struct.pack(">3H", *(c * 257 for c in rgb.getpixel((x, y)))) for x in range(W)) for y in range(H)]
    png("sixteen-bit.png", W, H, 16, 2, rows)
    grey = quadrants("L", (20, 90, 160, 250))
    rows = [b"".join(struct.pack(">H", grey.getpixel((x, y)) * 257) for x in range(W)) for y in range(H)]
    png("grey-sixteen-bit.png", W, H, 16, 0, rows)
    rows = []
    for left, top, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for y in range(top, H, dy):
            rows.append(b"".join(bytes(rgb.getpixel((x, y))) for x in range(left, W, dx)))
    png("interlaced.png", W, H, 8, 2, rows, interlace=1)
    p3 = profile(P3, "Display P3 (made for tests)")
    colours = ((200, 100, 100), (100, 180, 100), (100, 100, 200), (128, 128, 128))
    quadrants("RGB", colours).save(path("display-p3.png"), optimize=True, icc_profile=p3)
    # 60000 x 60000 pixels in the header, hardly anything behind it.
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    with open(path("huge.png"), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header))
        file.write(chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b""))


def others():
    rgb = quadrants()
    rgb.save(path("lossless.webp"), lossless=True)
    rgb.save(path("lossy.webp"), quality=95)
    quadrants("RGBA", (RED + (255,), GREEN + (128,), BLUE + (0,), WHITE + (255,))).save(
        path("alpha.webp"), lossless=True, exact=True
    )
    rgb.save(path("animated.webp"), save_all=True, append_images=[Image.new("RGB", (W, H), (0, 0, 0))], lossless=True)
    rgb.convert("P", palette=Image.Palette.ADAPTIVE, colors=4).save(
        path("two-frames.gif"), save_all=True, append_images=[Image.new("P", (W, H), 0)], duration=100
    )


if __name__ == "__main__":
    jpegs()
    pngs()
    others()
    for name in sorted(os.listdir(HERE)):
        size = os.path.getsize(path(name))
        assert name.endswith(".py") or size <= 6144, f"{name} has {size} bytes"
        print(f"{size:6} {name}")
