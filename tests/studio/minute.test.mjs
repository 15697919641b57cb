// From nothing to a kit in one minute: by mouse, with the keyboard alone, and at the width of a phone.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drop, files, repository, within } from './harness.mjs';

const cover = join(repository, 'assets', 'demo', 'covers', 'tide.jpg');

const empty = { put: () => {}, target: null };

test('the minute by mouse: a cover, a title, credits, a template, a colour, a kit, a saved file', async () => {
  await within(empty, async ({ page, field, act, still, folder, render, document }) => {
    await page.locator('.sheet').waitFor();
    await field('title').fill('Low Tide');
    await still();
    assert.ok(await page.locator('.sheet > img').isVisible(), 'the card is there from the first letters');
    await field('artist').fill('Marisol Vane');
    await drop(page, cover, 'tide.jpg', 'image/jpeg');
    await page.locator('.cover-picture img').waitFor();
    await page.getByRole('button', { name: 'Producer', exact: true }).click();
    await field('credits[0].names[0].name').fill('Odalys Brant');
    await page.getByRole('button', { name: 'Songwriter', exact: true }).click();
    await field('credits[1].names[0].name').fill('Theo Okafor');
    await still();
    const { model } = await document();
    assert.deepEqual(model.credits.map((credit) => [credit.role, credit.names.map((one) => one.name)]), [['Producer', ['Odalys Brant']], ['Songwriter', ['Theo Okafor']]]);

    await page.locator('.place[data-goes="credits[1].names[0]"]').first().click();
    assert.equal(await page.evaluate(() => globalThis.document.activeElement.dataset.path), 'credits[1].names[0].name', 'a name on the card leads to its row');
    await page.locator('.credit[data-row="0"]').hover();
    await page.locator('.place.meant[data-goes^="credits[0]"]').first().waitFor();

    await page.locator('.template', { hasText: 'swiss' }).click();
    await page.locator('.swatch', { hasText: 'dark' }).click();
    await still();
    assert.equal((await document()).model.card.template, 'swiss');
    assert.equal((await document()).model.card.theme, 'dark');

    await act('take').click();
    const picture = page.waitForEvent('download');
    await act('take-one').click();
    const taken = readFileSync(await (await picture).path());
    assert.equal(taken.subarray(1, 4).toString(), 'PNG');

    await page.getByLabel('instagram', { exact: true }).check();
    await still();
    const kit = page.waitForEvent('download');
    await act('take-kit').click();
    assert.equal(readFileSync(await (await kit).path()).subarray(0, 2).toString(), 'PK');

    await act('save').click();
    await page.getByLabel(/file/i).last().fill('low-tide.yaml');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('[data-saved="true"]').waitFor();
    assert.ok(existsSync(join(folder, 'low-tide.yaml')));
    const again = page.waitForEvent('download');
    await act('take-one').click();
    const shown = readFileSync(await (await again).path());
    await render(['low-tide.yaml', '--format', 'square', '-o', 'card.png']);
    assert.ok(readFileSync(join(folder, 'card.png')).equals(shown), 'render makes the same bytes');
  });
});

test('the minute with the keyboard alone, undo included', async () => {
  await within(empty, async ({ page, still, document, file }) => {
    const keys = page.keyboard;
    const focused = () => page.evaluate(() => globalThis.document.activeElement.dataset.path);
    for (let step = 0; step < 20 && (await focused()) !== 'title'; step += 1) await keys.press('Tab');
    assert.equal(await focused(), 'title');
    await keys.type('Night Bus');
    await keys.press('Tab');
    await keys.type('Nocturne Ensemble');
    for (let step = 0; step < 20 && (await focused()) !== 'credits[0].role'; step += 1) await keys.press('Tab');
    await keys.type('mixed');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    assert.equal(await focused(), 'credits[0].names[0].name', 'a role that is taken leads to its first name');
    await keys.type('Wale Adeyinka-Ross');
    await keys.press('Enter');
    await keys.type('Theo Okafor');
    await keys.press('Enter');
    await keys.press('Enter');
    assert.equal(await focused(), 'credits[1].role', 'Enter in an empty name leads to the next role');
    await keys.type('Producer');
    await keys.press('Enter');
    await keys.type('Odalys Brant');
    await keys.press('Shift+Tab');
    await still();
    const roles = async () => (await document()).model.credits.map((credit) => credit.role);
    assert.deepEqual(await roles(), ['Mixing Engineer', 'Producer']);

    await page.locator('[data-path="credits[1].role"]').focus();
    await keys.press('Alt+ArrowUp');
    await still();
    assert.deepEqual(await roles(), ['Producer', 'Mixing Engineer']);
    assert.equal(await focused(), 'credits[0].role', 'the focus goes with the row');
    await keys.press('Control+z');
    await still();
    assert.deepEqual(await roles(), ['Mixing Engineer', 'Producer']);
    await keys.press('Control+Shift+z');
    await still();
    assert.deepEqual(await roles(), ['Producer', 'Mixing Engineer']);

    await page.locator('[data-path="credits[1].names[1].name"]').focus();
    await keys.press('Alt+ArrowLeft');
    await still();
    assert.deepEqual((await document()).model.credits[1].names.map((one) => one.name), ['Theo Okafor', 'Wale Adeyinka-Ross']);

    await keys.press('Control+s');
    await page.locator('dialog').waitFor();
    await keys.press('Enter');
    await page.locator('[data-saved="true"]').waitFor();
    assert.match(file('night-bus.yaml'), /Theo Okafor/);
  });
});

test('the minute at the width of a phone', async () => {
  await within({ ...empty, size: [390, 844], touch: true }, async ({ page, field, still, document }) => {
    await field('title').fill('Red Meridian');
    await field('artist').fill('The Cadence Office');
    await page.getByRole('button', { name: 'Producer', exact: true }).tap();
    await field('credits[0].names[0].name').fill('Odalys Brant');
    await still();
    const wide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `nothing is wider than the phone: ${wide}`);
    const parts = page.getByRole('navigation');
    await parts.getByRole('button', { name: 'Look' }).tap();
    await page.locator('.template').first().waitFor();
    await page.locator('.template', { hasText: 'credit-roll' }).tap();
    await still();
    assert.equal((await document()).model.card.template, 'credit-roll');
    await parts.getByRole('button', { name: 'Take' }).tap();
    const download = page.waitForEvent('download');
    await page.locator('[data-act="take-one"]').tap();
    await download;
    await parts.getByRole('button', { name: 'Card' }).tap();
    await page.waitForFunction(() => globalThis.document.querySelector('.sheet > img').getBoundingClientRect().width > 300);
  });
});

test('rows are moved by dragging their grip', async () => {
  await within({ put: files.demo }, async ({ page, still, document }) => {
    await still();
    const grip = page.locator('.credit[data-row="3"] .grip');
    await grip.scrollIntoViewIfNeeded();
    await page.locator('.credit[data-row="3"]').hover();
    const from = await grip.boundingBox();
    const to = await page.locator('.credit[data-row="1"]').boundingBox();
    await page.mouse.move(from.x + 6, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 6, from.y - 20, { steps: 4 });
    await page.mouse.move(from.x + 6, to.y + 8, { steps: 6 });
    await page.mouse.up();
    await still();
    assert.deepEqual((await document()).model.credits.slice(0, 4).map((one) => one.role), ['Producer', 'Vocal Production', 'Co-Producer', 'Songwriter']);
  });
});

test('pages of a card step through, and the other formats are shown beside', async () => {
  const put = (folder) => files.campaign(folder);
  await within({ put, target: 'red-meridian.yaml' }, async ({ page, still }) => {
    await still();
    await page.locator('.format', { hasText: 'landscape' }).click();
    await still();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.locator('.pages', { hasText: /2 \// }).waitFor();
    await still();
    await page.locator('.format img').nth(3).waitFor({ timeout: 20_000 });
  });
});
