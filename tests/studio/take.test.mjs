// What leaves the page by the clipboard, what comes in by files of other programs, and a colour that somebody picks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drop, repository, within } from './harness.mjs';

const imports = join(repository, 'tests', 'imports');
const empty = { put: () => {}, target: null };

test('picture, caption and alt text are copied, and are those that are shown', async () => {
  await within({}, async ({ page, act, still, render, folder }) => {
    await still();
    await act('take').click();
    await act('copy-picture').click();
    await page.locator('.notice', { hasText: 'copied' }).waitFor();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item.getType('image/png');
      const bitmap = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      const { data } = canvas.getContext('2d').getImageData(0, 0, bitmap.width, bitmap.height);
      return { types: item.types, size: [bitmap.width, bitmap.height], hash: [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].join() };
    });
    assert.deepEqual([copied.types, copied.size], [['image/png'], [1080, 1080]]);
    // Clipboards write pictures anew, so pixels are compared.
    await render(['low-tide-piano.yaml', '--format', 'square', '-o', 'card.png']);
    const native = await page.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d').drawImage(bitmap, 0, 0);
      const { data } = canvas.getContext('2d').getImageData(0, 0, bitmap.width, bitmap.height);
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].join();
    }, readFileSync(join(folder, 'card.png')).toString('base64'));
    assert.equal(copied.hash, native, 'the copied picture is the one that render makes');

    for (const [place, name] of [[0, 'Caption'], [1, 'Alt text']]) {
      const said = page.locator('.said').nth(place);
      await page.waitForFunction((index) => globalThis.document.querySelectorAll('.said p')[index].textContent.length > 20, place);
      await said.getByRole('button', { name: 'Copy' }).click();
      await page.locator('.notice', { hasText: `${name}: copied.` }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await said.locator('p').textContent());
    }
  });
});

test('a clipboard that is refused is said, and nothing else happens', async () => {
  await within({}, async ({ page, act, still, context }) => {
    await still();
    await act('take').click();
    await context.clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
    });
    await act('copy-picture').click();
    await page.locator('.notice.bad', { hasText: 'Could not be copied' }).waitFor();
  });
});

test('a colour of somebody’s own is on the card, its contrast is said, and it goes back in one step', async () => {
  await within({}, async ({ page, still, document }) => {
    await still();
    const before = (await document()).text;
    const picker = page.locator('input[type="color"]');
    await picker.focus();
    // A picker tells each colour that it passes.
    for (const colour of ['#101010', '#203040', '#f6c700']) await picker.fill(colour);
    await still();
    assert.deepEqual((await document()).model.card.theme, { ground: '#f6c700' });
    await page.locator('.own .told.good', { hasText: ': 1' }).waitFor();
    const ground = () => page.evaluate(async () => (await import('/modules/stage.js')).scene.value?.theme.ground);
    for (let round = 0; round < 100 && (await ground()) !== '#f6c700'; round += 1) await page.waitForTimeout(100);
    assert.equal(await ground(), '#f6c700');
    await page.locator('.own').getByRole('button', { name: 'Remove' }).click();
    await still();
    assert.equal((await document()).model.card?.theme ?? null, null);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await still();
    assert.equal((await document()).text, before, 'all colours that were passed are one step');
  });
});

for (const [what, file, type, wanted] of [
  ['MusicBrainz', 'musicbrainz-release.json', 'application/json', null],
  ['Discogs', 'discogs-release.json', 'application/json', ['Low Tide', 'Ann Ray']],
  ['a tagged recording', 'tags-id3v24.mp3', 'audio/mpeg', ['Ebb', 'Ilse Corran']],
  ['a tagged recording without loss', 'tags-vorbis.flac', 'audio/flac', null],
]) {
  test(`a dropped file fills the form: ${what}`, async () => {
    await within(empty, async ({ page, still, document, until }) => {
      await page.locator('.sheet').waitFor();
      await drop(page, join(imports, file), file, type);
      await page.locator('.notice').waitFor();
      await still();
      const { model } = await document();
      assert.ok(model.title && model.artist, JSON.stringify(model));
      const people = [model, ...model.tracks].flatMap((owner) => owner.credits).flatMap((credit) => credit.names.map((one) => one.name));
      assert.ok(people.length > 0);
      if (wanted) assert.ok(model.title === wanted[0] && people.includes(wanted[1]), `${model.title}: ${people}`);
      await page.keyboard.press('Control+z');
      await until((one) => one.model.credits.length === 0);
    });
  });
}

test('a dropped file that cannot be read is said by its name, and changes nothing', async () => {
  await within({}, async ({ page, still, document }) => {
    await still();
    const { text } = await document();
    for (const [file, type] of [['tags-broken.flac', 'audio/flac'], ['musicbrainz-search.json', 'application/json']]) {
      await drop(page, join(imports, file), file, type);
      await page.locator('.notice.bad', { hasText: `${file}:` }).waitFor();
    }
    assert.equal((await document()).text, text);
  });
});
