// Names dragged by a pointer: within their row, into another, into one of a track; by mouse, by finger, and by keyboard.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { files, within } from './harness.mjs';

const TEXT = `title: Low Tide Piano
artist: Marisol Vane
artwork: covers/tide.jpg
credits:
  Producer: [Odalys Brant, {name: Theo Okafor, note: strings}, Ines]
  # mixed twice
  Mixing Engineer: Wale
tracks:
  - {title: Ebb, credits: {Drums: Al}}
`;

const put = (folder) => {
  files.demo(folder);
  writeFileSync(join(folder, 'a.yaml'), TEXT);
};

const names = (model) => [...model.credits, ...model.tracks[0].credits].map((credit) => credit.names.map((one) => one.name).join(', '));

/** Drags the chip of a field to a share of another one's width. */
async function drag(page, from, to, share, { drop = true } = {}) {
  const [one, other] = [await from.boundingBox(), await to.boundingBox()];
  await page.mouse.move(one.x + one.width / 2, one.y + one.height / 2);
  await page.mouse.down();
  await page.mouse.move(one.x + one.width / 2 + 8, one.y + one.height / 2, { steps: 3 });
  await page.mouse.move(other.x + other.width * share, other.y + other.height / 2, { steps: 6 });
  if (drop) await page.mouse.up();
}

test('names go to another place and another row by mouse, one step each; a click still writes', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, field, still, document }) => {
    await still();
    const name = (list, row, index) => field(`${list}[${row}].names[${index}].name`);
    await drag(page, name('credits', 0, 0), name('credits', 0, 2), 0.9);
    await still();
    assert.deepEqual(names((await document()).model), ['Theo Okafor, Ines, Odalys Brant', 'Wale', 'Al']);
    await drag(page, name('credits', 0, 0), name('credits', 1, 0), 0.1);
    await still();
    const { text, model } = await document();
    assert.deepEqual(names(model), ['Ines, Odalys Brant', 'Theo Okafor, Wale', 'Al']);
    assert.match(text, /# mixed twice\n  Mixing Engineer: \[\{name: Theo Okafor, note: strings\}, Wale\]/, 'what is said of a name goes along, comments stay');
    assert.equal(await page.evaluate(() => globalThis.document.activeElement.dataset.path), 'credits[1].names[0].name', 'the focus goes with the name');
    await page.keyboard.press('Control+z');
    await still();
    assert.deepEqual(names((await document()).model), ['Theo Okafor, Ines, Odalys Brant', 'Wale', 'Al']);

    await page.locator('.tracks summary').click();
    await page.locator('.track-open').first().click();
    await drag(page, name('credits', 0, 1), name('tracks[0].credits', 0, 0), 0.9);
    await still();
    assert.deepEqual(names((await document()).model), ['Theo Okafor, Odalys Brant', 'Wale', 'Al, Ines']);

    await drag(page, name('credits', 0, 0), name('credits', 1, 0), 0.9, { drop: false });
    await page.locator('.chip-ghost').waitFor();
    assert.equal(await page.locator('.drop-after').count(), 1);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await drag(page, name('credits', 0, 0), page.locator('.record-head'), 0.5);
    await still();
    assert.deepEqual(names((await document()).model), ['Theo Okafor, Odalys Brant', 'Wale', 'Al, Ines'], 'Escape, and a place that is no row, change nothing');
    assert.equal(await page.locator('.chip-ghost, .drop-before, .drop-after, .dragged').count(), 0);

    await name('credits', 1, 0).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Adeyinka');
    await still();
    assert.equal((await document()).model.credits[1].names[0].name, 'Wale Adeyinka');
  });
});

test('names go to another row with the keyboard', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, field, still, document }) => {
    await still();
    await field('credits[0].names[1].name').focus();
    await page.keyboard.press('Alt+ArrowDown');
    await still();
    assert.deepEqual(names((await document()).model), ['Odalys Brant, Ines', 'Wale, Theo Okafor', 'Al']);
    assert.equal(await page.evaluate(() => globalThis.document.activeElement.dataset.path), 'credits[1].names[1].name');
    await page.keyboard.press('Alt+ArrowUp');
    await still();
    assert.deepEqual(names((await document()).model), ['Odalys Brant, Ines, Theo Okafor', 'Wale', 'Al']);
  });
});

test('names go to another row by finger, at their grip', async () => {
  await within({ put, target: 'a.yaml', size: [390, 844], touch: true }, async ({ page, field, context, still, document }) => {
    await still();
    const from = field('credits[0].names[0].name');
    await from.scrollIntoViewIfNeeded();
    await from.tap();
    const grip = page.locator('.chip:focus-within .chip-grip');
    await grip.waitFor();
    const [one, other] = [await grip.boundingBox(), await field('credits[1].names[0].name').boundingBox()];
    const session = await context.newCDPSession(page);
    const touch = (type, x, y) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const start = { x: one.x + one.width / 2, y: one.y + one.height / 2 };
    const end = { x: other.x + other.width - 2, y: other.y + other.height / 2 };
    await touch('touchStart', start.x, start.y);
    for (let step = 1; step <= 8; step += 1) await touch('touchMove', start.x + ((end.x - start.x) * step) / 8, start.y + ((end.y - start.y) * step) / 8);
    await touch('touchEnd');
    await still();
    assert.deepEqual(names((await document()).model), ['Theo Okafor, Ines', 'Wale, Odalys Brant', 'Al']);
  });
});
