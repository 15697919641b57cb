"""Makes assets/blue-noise.bin: void and cluster (Ulichney 1993) on a torus of 64 by 64, a byte a pixel, row by row."""

import math
import random
import sys

SIDE, SIGMA = 64, 1.5
COUNT = SIDE * SIDE


def kernel():
    for index in range(COUNT):
        y, x = divmod(index, SIDE)
        dx, dy = min(x, SIDE - x), min(y, SIDE - y)
        value = math.exp(-(dx * dx + dy * dy) / (2 * SIGMA * SIGMA))
        if value > 1e-7:
            yield x, y, value


KERNEL = list(kernel())
random.seed(7)
energy, taken = [0.0] * COUNT, [False] * COUNT


def put(index, sign):
    taken[index] = sign > 0
    top, left = divmod(index, SIDE)
    for x, y, value in KERNEL:
        energy[((top + y) % SIDE) * SIDE + (left + x) % SIDE] += sign * value


def cluster():
    return max((index for index in range(COUNT) if taken[index]), key=lambda index: energy[index])


def void():
    return min((index for index in range(COUNT) if not taken[index]), key=lambda index: energy[index])


for index in random.sample(range(COUNT), COUNT // 10):
    put(index, 1)
while True:
    densest = cluster()
    put(densest, -1)
    emptiest = void()
    put(emptiest, 1)
    if densest == emptiest:
        break
rank, first = [0] * COUNT, sum(taken)
kept = energy[:], taken[:]
for number in reversed(range(first)):
    densest = cluster()
    put(densest, -1)
    rank[densest] = number
energy[:], taken[:] = kept
for number in range(first, COUNT):
    emptiest = void()
    put(emptiest, 1)
    rank[emptiest] = number
with open(sys.argv[1], "wb") as file:
    file.write(bytes(number * 256 // COUNT for number in rank))
