// Credits of a track: rows as those of the record, found, pasted, moved and taken back, with comments of the file kept.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { files, paste, within } from './harness.mjs';

const TEXT = `# Ours.
title: Low Tide Piano
artist: Marisol Vane
artwork: covers/tide.jpg
credits:
  Producer: [Odalys Brant, Theo Okafor]
  Mixing Engineer: Wale
tracks:
  # opens
  - title: Ebb   # first take
    credits:
      # words
      Written by: Marisol Vane
      Mixing Enginer: [Bo Li, Bo Li]
  - Flow
  - Undertow
check: {allow: [no-mastering-engineer, no-designer]}
`;

const put = (folder) => {
  files.demo(folder);
  writeFileSync(join(folder, 'a.yaml'), TEXT);
};

test('a track gets its credits with the keyboard, with completion, and the file keeps its comments', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, still, document, file }) => {
    await still();
    const keys = page.keyboard;
    const focused = () => page.evaluate(() => globalThis.document.activeElement.dataset.path);
    await page.locator('.tracks summary').focus();
    await keys.press('Enter');
    await page.locator('.track').nth(1).locator('.track-open').focus();
    await keys.press('Enter');
    await page.waitForFunction(() => globalThis.document.activeElement.dataset.path === 'tracks[1].credits[0].role');
    await keys.type('lyri');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    assert.equal(await focused(), 'tracks[1].credits[0].names[0].name');
    await keys.type('Marisol V');
    await page.locator('[role="option"]:visible', { hasText: 'Marisol Vane' }).waitFor();
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await keys.type('Ana Duarte');
    await keys.press('Enter');
    await keys.press('Enter');
    assert.equal(await focused(), 'tracks[1].credits[1].role');
    await still();
    assert.equal((await document()).text, TEXT.replace('- Flow', '- {title: Flow, credits: {Lyricist: [Marisol Vane, Ana Duarte]}}'));
    await page.locator('[data-path="tracks[1].credits[0].names[1].name"]').focus();
    await keys.press('Alt+ArrowLeft');
    await still();
    assert.deepEqual((await document()).model.tracks[1].credits[0].names.map((one) => one.name), ['Ana Duarte', 'Marisol Vane']);
    await keys.press('Control+z');
    await still();
    await keys.press('Control+s');
    await page.locator('[data-saved="true"]').waitFor();
    assert.equal(file('a.yaml'), TEXT.replace('- Flow', '- {title: Flow, credits: {Lyricist: [Marisol Vane, Ana Duarte]}}'));
  });
});

test('findings of a track stand at its row, the count leads to them, and their buttons mend them', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, still, document }) => {
    await still();
    await page.locator('.whole-findings .count').click();
    await page.waitForFunction(() => globalThis.document.activeElement.dataset.path === 'tracks[0].credits[1].role');
    const row = page.locator('.credit[data-list="tracks[0].credits"][data-row="1"]');
    await row.getByRole('button', { name: 'Write “Mixing Engineer”' }).click();
    await still();
    await row.locator('[data-act="fix"]').first().click();
    await still();
    assert.equal((await document()).text, TEXT.replace('Mixing Enginer: [Bo Li, Bo Li]', 'Mixing Engineer: [Bo Li]'));
    assert.equal(await page.locator('.whole-findings .count').count(), 0);
  });
});

test('a list pasted at a track becomes its names, a text with roles its credits; a name of the card leads there', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, field, still, document }) => {
    await still();
    await page.locator('.tracks summary').click();
    await page.locator('.track').nth(2).locator('.track-open').click();
    await field('tracks[2].credits[0].role').fill('Cello');
    await field('tracks[2].credits[0].role').press('Enter');
    await paste(field('tracks[2].credits[0].names[0].name'), 'Petra Lindqvist, Jonas Hale and Mei Tanaka');
    await still();
    assert.deepEqual((await document()).model.tracks[2].credits[0].names.map((one) => one.name), ['Petra Lindqvist', 'Jonas Hale', 'Mei Tanaka']);
    await paste(field('tracks[2].credits[1].role'), 'Drums: Al Green\nBass: Ann Ray, Petra Lindqvist');
    await page.locator('.notice').waitFor();
    await still();
    const { model } = await document();
    assert.deepEqual(model.tracks[2].credits.map((credit) => credit.role), ['Cello', 'Drums', 'Bass']);
    assert.deepEqual(model.credits.map((credit) => credit.role), ['Producer', 'Mixing Engineer'], 'the record has no more than before');
    await page.locator('.tracks summary').click();
    await page.locator('.place[data-goes="tracks[2].credits[1].names[0]"]').first().click();
    await page.waitForFunction(() => globalThis.document.activeElement.dataset.path === 'tracks[2].credits[1].names[0].name');
    await page.locator('[data-list="tracks[2].credits"][data-row="1"] .row-more').click();
    assert.equal(await page.locator('dialog [data-path$=".tracks"]').count(), 0, 'a track says for itself which it is');
    await page.locator('dialog').getByRole('button', { name: 'Remove the role' }).click();
    await still();
    assert.deepEqual((await document()).model.tracks[2].credits.map((credit) => credit.role), ['Cello', 'Bass']);
  });
});
