// The file beside the form: edits of the form keep comments, order and quotes; what is typed in the file is in the form.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { within } from './harness.mjs';

const TEXT = `# Credits of the spring record, checked by Ines.
title: 'Low Tide'        # the comma in the title is gone
artist: "Marisol Vane"
credits:
  # She came in on the second day.
  Producer: [Odalys Brant, Theo Okafor]   # both
  Mixed by: Wale Adeyinka-Ross
  Cello:
    - {name: Petra Lindqvist, note: arco}  # lent from the quartet
`;

const put = (folder) => writeFileSync(join(folder, 'a.yaml'), TEXT);
const options = { put, target: 'a.yaml' };

/** Lines of the first that are not in the second. */
const lost = (before, after) => before.split('\n').filter((line) => !after.split('\n').includes(line));

test('edits of the form change their own lines and keep comments, order and quotes', async () => {
  await within(options, async ({ page, field, act, still, file }) => {
    await still();
    await field('title').fill('High Tide');
    await field('credits[1].names[0].name').fill('Bo Li');
    await field('credits[0].names[2].name').fill('Hana Kimura');
    await still();
    await act('save').click();
    await page.locator('[data-saved="true"]').waitFor();
    const after = file('a.yaml');
    assert.match(after, /^title: 'High Tide' +# the comma in the title is gone$/m);
    assert.match(after, /^ {2}Producer: \[Odalys Brant, Theo Okafor, Hana Kimura\] +# both$/m);
    assert.match(after, /^ {2}Mixed by: Bo Li$/m);
    assert.equal(lost(TEXT, after).length, 3, `only three lines changed:\n${after}`);
  });
});

test('typing in one field is one step of undo', async () => {
  await within(options, async ({ page, field, still, document }) => {
    await still();
    await field('title').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' again', { delay: 30 });
    await still();
    assert.equal((await document()).model.title, 'Low Tide again');
    await page.keyboard.press('Control+z');
    await still();
    assert.equal((await document()).model.title, 'Low Tide');
    assert.equal(await field('title').inputValue(), 'Low Tide');
    assert.equal((await document()).text, TEXT);
  });
});

test('what is typed in the file is in the form at once, and a broken file keeps the form', async () => {
  await within(options, async ({ page, field, still, document }) => {
    await still();
    await page.getByRole('tab', { name: 'File' }).click();
    const editor = page.locator('.cm-content');
    await editor.waitFor();
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('  Oud: Leila Haddad');
    await still();
    const { model } = await document();
    assert.equal(model.credits.at(-1).role, 'Oud');
    assert.equal(await field('credits[3].names[0].name').inputValue(), 'Leila Haddad');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"oh: [');
    await page.locator('.broken').waitFor();
    assert.equal(await field('title').inputValue(), 'Low Tide');
    await page.keyboard.press('Control+z');
    await page.locator('.broken').waitFor({ state: 'detached' });
  });
});

test('edits of the form are in the file beside it', async () => {
  await within(options, async ({ page, field, still }) => {
    await still();
    await page.getByRole('tab', { name: 'File' }).click();
    await page.locator('.cm-content').waitFor();
    await field('artist').fill('Ines Duarte-Quill');
    await page.locator('.cm-line', { hasText: 'artist: "Ines Duarte-Quill"' }).waitFor();
  });
});

test('keys of the schema are proposed', async () => {
  await within(options, async ({ page, still }) => {
    await still();
    await page.getByRole('tab', { name: 'File' }).click();
    const editor = page.locator('.cm-content');
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('rel');
    await page.locator('.cm-tooltip-autocomplete', { hasText: 'released' }).waitFor();
  });
});

test('a finding stands at its row, and its button mends it', async () => {
  const misspelt = (folder) => writeFileSync(join(folder, 'a.yaml'), 'title: Low Tide\nartist: Marisol Vane\ncredits:\n  Mixing Enginer: Bo Li\n  Producer: Odalys Brant, Theo Okafor\n');
  await within({ put: misspelt, target: 'a.yaml' }, async ({ page, still, document }) => {
    await still();
    await page.locator('.credit[data-row="0"] [data-act="fix"]').click();
    await still();
    assert.equal((await document()).model.credits[0].role, 'Mixing Engineer');
    await page.locator('.credit[data-row="1"] [data-act="fix"]').click();
    await still();
    assert.deepEqual((await document()).model.credits[1].names.map((one) => one.name), ['Odalys Brant', 'Theo Okafor']);
  });
});
