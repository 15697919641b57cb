// For everybody: axe reports nothing serious on any screen, in light and dark, wide and narrow; all words are there in all languages.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axe as look, files, repository, within } from './harness.mjs';

for (const [name, options] of Object.entries({ light: {}, dark: { scheme: 'dark' }, narrow: { size: [390, 844], touch: true } })) {
  test(`axe finds nothing serious in a record, ${name}`, async () => {
    await within(options, async ({ page, still }) => {
      await still();
      await look(page, 'look');
      await page.locator('.tracks summary').click();
      await page.locator('.track-open').first().click();
      await look(page, 'tracks');
      const narrow = options.size;
      for (const part of ['Take', 'File', 'Card']) {
        if (narrow) await page.getByRole('navigation').getByRole('button', { name: part }).click();
        else if (part !== 'Card') await page.getByRole('tab', { name: part }).click();
        await page.waitForTimeout(500);
        await look(page, part);
      }
      if (narrow) await page.getByRole('navigation').getByRole('button', { name: 'Credits' }).click();
      await page.getByRole('button', { name: 'By person' }).first().click();
      await look(page, 'by person');
      await page.getByRole('button', { name: 'Paste', exact: true }).click();
      await look(page, 'dialog');
    });
  });
}

test('axe finds nothing serious in a folder of records', async () => {
  await within({ put: files.campaign, target: '.' }, async ({ page }) => {
    await page.locator('.entry').first().waitFor();
    await look(page, 'list');
    await page.getByRole('button', { name: 'Contact sheet' }).click();
    await look(page, 'sheet');
  });
});

test('every word of the page is there in every language, with the same places to fill', () => {
  const folder = join(repository, 'studio', 'words');
  const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const english = read('en.json');
  const places = (text) => [...new Set(Object.values(typeof text === 'string' ? { text } : text).flatMap((one) => one.match(/\{\w+\}/g) ?? []))].sort();
  for (const file of readdirSync(folder)) {
    const words = read(file);
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort(), file);
    for (const [key, text] of Object.entries(words)) assert.deepEqual(places(text), places(english[key]), `${file}: ${key}`);
  }
});

test('every word that the page asks for exists', () => {
  const english = JSON.parse(readFileSync(join(repository, 'studio', 'words', 'en.json'), 'utf8'));
  const folder = join(repository, 'studio', 'modules');
  const code = [...readdirSync(folder).map((file) => join(folder, file)), join(repository, 'studio', 'alone', 'worker.js')].map((file) => readFileSync(file, 'utf8')).join('\n');
  for (const [, key] of code.matchAll(/\bt\('([a-z_]+)'/g)) assert.ok(key in english, key);
  const unused = Object.keys(english).filter((key) => !code.includes(`'${key}'`) && !/^(kind|taken|panel|view|only|layout|labels|fix|colour|font|side)_/.test(key) && !code.includes(key));
  assert.deepEqual(unused, []);
});

test('the libraries are those whose hashes are written down', () => {
  const folder = join(repository, 'studio', 'vendor');
  const rows = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \| `([0-9a-f]{64})` \|$/gm)];
  assert.deepEqual(rows.map(([, name]) => name).sort(), readdirSync(folder).filter((name) => name !== 'README.md').sort());
  for (const [, name, bytes, hash] of rows) {
    const file = readFileSync(join(folder, name));
    assert.equal(file.length, Number(bytes), name);
    assert.equal(createHash('sha256').update(file).digest('hex'), hash, name);
  }
});

test('the page speaks the language of the browser, and another when it is chosen', async () => {
  await within({ locale: 'de-DE' }, async ({ page, still }) => {
    await still();
    await page.getByRole('heading', { name: 'Mitwirkende' }).waitFor();
    await page.getByLabel('Sprache der Seite').selectOption('ja');
    await page.getByRole('heading', { name: 'クレジット', exact: true }).waitFor();
    assert.equal(await page.evaluate(() => globalThis.document.documentElement.lang), 'ja');
  });
});
