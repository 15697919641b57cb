// What is pasted: five kinds of text, and a picture.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { paste, repository, within } from './harness.mjs';


const put = (folder) => writeFileSync(join(folder, 'a.yaml'), 'title: Low Tide\nartist: Marisol Vane\ncredits:\n  Producer: Odalys Brant\n');
const options = { put, target: 'a.yaml' };
const names = (document, row) => document.model.credits[row].names.map((one) => one.name);

const LISTS = {
  'names with commas and an and': ['Theo Okafor, Hana Kimura, and Bo Li', ['Odalys Brant', 'Theo Okafor', 'Hana Kimura', 'Bo Li']],
  'names in lines with numbers': ['1. Theo Okafor\n2. Hana Kimura\n3. Bo Li', ['Odalys Brant', 'Theo Okafor', 'Hana Kimura', 'Bo Li']],
  'names with suffixes that stay with them': ['Sam Ford, Jr.; Foundry Sound, Inc.', ['Odalys Brant', 'Sam Ford, Jr.', 'Foundry Sound, Inc.']],
};

for (const [what, [text, wanted]] of Object.entries(LISTS)) {
  test(`a pasted list becomes chips: ${what}`, async () => {
    await within(options, async ({ field, still, document }) => {
      await still();
      await field('credits[0].names[1].name').focus();
      await paste(field('credits[0].names[1].name'), text);
      await still();
      assert.deepEqual(names(await document(), 0), wanted);
    });
  });
}

test('pasted credits with roles are read by the program, and can be taken back in one step', async () => {
  await within(options, async ({ page, field, still, document, until }) => {
    await still();
    await paste(field('credits[0].names[1].name'), 'Mixing Engineer: Wale Adeyinka-Ross\nMastered by Hana Kimura\nPetra Lindqvist – cello');
    await until((one) => one.model.credits.length > 2);
    await still();
    const people = (await document()).model.credits.flatMap((credit) => credit.names.map((one) => one.name));
    for (const name of ['Odalys Brant', 'Wale Adeyinka-Ross', 'Hana Kimura', 'Petra Lindqvist']) assert.ok(people.includes(name), name);
    await page.keyboard.press('Control+z');
    await still();
    assert.equal((await document()).model.credits.length, 1);
  });
});

test('credits pasted into the dialog, as a service writes them, are read', async () => {
  await within(options, async ({ page, still, document, until }) => {
    await still();
    await page.getByRole('button', { name: 'Paste', exact: true }).click();
    await page.locator('textarea.paste').fill('COMPOSITION & LYRICS\nInes Duarte-Quill\nComposer\n\nPRODUCTION & ENGINEERING\nTheo Okafor\nProducer');
    await page.locator('dialog button[type=submit]').click();
    await until((one) => one.model.credits.length > 1);
    await still();
    const people = (await document()).model.credits.flatMap((credit) => credit.names.map((one) => one.name));
    assert.ok(people.includes('Ines Duarte-Quill') && people.includes('Theo Okafor'), people.join());
  });
});

test('a pasted picture becomes the cover', async () => {
  await within(options, async ({ page, still, document }) => {
    await still();
    const bytes = readFileSync(join(repository, 'assets', 'demo', 'covers', 'night.jpg')).toString('base64');
    await page.evaluate((content) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], 'pasted.jpg', { type: 'image/jpeg' }));
      globalThis.document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, bytes);
    await page.locator('.cover-picture img').waitFor();
    await still();
    assert.ok((await document()).model.artwork.file);
  });
});
