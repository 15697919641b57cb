// Texts of strangers never become markup, in the form, on the card's places, in dialogs, lists and the file.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { within } from './harness.mjs';

const EVIL = `<img src=x onerror="globalThis.caught=1">`;
const QUOTED = JSON.stringify(EVIL);
const NAMES = [EVIL, '"><script>globalThis.caught=2</script>', "'; globalThis.caught=3; '", '${globalThis.caught=4}', '{{ caught }}', 'javascript:alert(1)', '‮gnp.exe', 'A'.repeat(300)];

const TEXT = `title: ${QUOTED}\nartist: ${QUOTED}\nlabel: ${QUOTED}\ncredits:\n${NAMES.map((name, index) => `  ${JSON.stringify(`Role ${index} ${EVIL}`)}: ${JSON.stringify(name)}`).join('\n')}\n`;

const put = (folder) => {
  writeFileSync(join(folder, 'a.yaml'), TEXT);
  writeFileSync(join(folder, 'b.yaml'), 'title: Plain\nartist: Plain\ncredits: {Producer: Bo}\n');
};

async function untouched(page) {
  assert.equal(await page.evaluate(() => globalThis.caught), undefined, 'no script of a text has run');
  const strange = await page.evaluate(() => [...document.querySelectorAll('main script, main iframe, main img[onerror], main [onclick]')].length);
  assert.equal(strange, 0);
}

test('hostile names stay texts in the form, the file and the panels', async () => {
  await within({ put, target: 'a.yaml' }, async ({ page, field }) => {
    await page.locator('[data-path="title"]').waitFor();
    assert.equal(await field('title').inputValue(), EVIL);
    assert.equal(await field('credits[0].names[0].name').inputValue(), EVIL);
    await page.waitForTimeout(800);
    for (const name of ['Take it', 'File', 'Look']) {
      await page.getByRole('tab', { name }).click();
      await page.waitForTimeout(250);
    }
    await page.locator('.credit[data-row="0"]').hover();
    await page.locator('.credit[data-row="0"] .row-more').click();
    await page.locator('dialog').waitFor();
    await untouched(page);
  });
});

test('hostile names stay texts in the list of records', async () => {
  await within({ put, target: '.' }, async ({ page }) => {
    await page.locator('.entry', { hasText: 'Plain' }).waitFor();
    await untouched(page);
  });
});

test('the page has a content security policy that refuses inline script and other hosts', async () => {
  await within({ put, target: 'b.yaml', expected: /Content Security Policy/ }, async ({ page, problems }) => {
    const response = await page.reload();
    const policy = response.headers()['content-security-policy'];
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.caught = 5';
      document.head.append(script);
      return globalThis.caught;
    });
    assert.equal(ran, undefined);
    assert.ok(problems.some((one) => /Content Security Policy/.test(one)), 'the browser tells of what it refused');
  });
});
