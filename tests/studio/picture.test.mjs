// The picture of the studio for the README: `UPDATE=1` writes docs/studio.png.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, within } from './harness.mjs';

test('the studio at 1440 px, all thumbnails there', async () => {
  await within({ size: [1440, 900] }, async ({ page, still, document }) => {
    await still();
    await page.waitForFunction(() => [...globalThis.document.querySelectorAll('.format .mini, .template .mini')].filter((one) => one.getBoundingClientRect().bottom < innerHeight).every((one) => one.querySelector('img')), null, { timeout: 60_000 });
    await page.locator('.credit[data-row="2"]').hover();
    await page.waitForTimeout(400);
    const shot = await page.screenshot();
    assert.ok(shot.length > 50_000);
    assert.equal((await document()).saved, true, 'looking changes nothing');
    if (process.env.UPDATE) writeFileSync(join(repository, 'docs', 'studio.png'), shot);
  });
});
