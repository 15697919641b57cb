// What pasted text is: names for one row, or credits for the server's reader. Decided from the text alone.

const SUFFIX = /^(jr|sr|ii|iii|iv|inc|ltd|llc|gmbh|co|phd|md|esq)\.?$/i;
const BULLET = /^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+/;

const tidy = (text) => text.replace(BULLET, '').replace(/^["“„]|["”“]$/g, '').trim();

function byComma(text) {
  const pieces = [];
  for (const piece of text.split(/,\s*/)) {
    if (pieces.length > 0 && SUFFIX.test(piece.trim())) pieces[pieces.length - 1] += `, ${piece.trim()}`;
    else if (piece.trim()) pieces.push(piece.trim());
  }
  if (pieces.length > 1) {
    const last = pieces.pop();
    const and = /^(?:and|&|und|et|y|e|及び)\s+/i;
    const pair = last.split(/\s+(?:and|&|und|et|y|e)\s+/i);
    pieces.push(...(and.test(last) ? [last.replace(and, '')] : pair));
  }
  return pieces;
}

/** Whether lines give roles with their names: then the server reads them. */
export function isCredits(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  if (/^[[{]/.test(lines[0] ?? '') || /^\w+:\s*$/m.test(text)) return lines.length > 1;
  const roled = lines.filter((line) => /^[^:]{2,60}[:：]\s*\S/.test(line) || /\S\s[–—|\t]\s\S/.test(line) || /\t/.test(line) || /\bby\s+\S/i.test(line) || /\S\s\([^)]+\)$/.test(line));
  return lines.length > 0 && roled.length >= Math.max(1, lines.length / 3) && (lines.length > 1 || /^[^:]{2,60}[:：]\s*\S/.test(lines[0]) || /^\w+(?:\s\w+)? by\s/i.test(lines[0]));
}

/** The names of a list: lines, bullets, semicolons, commas. One name alone is itself. */
export function names(text) {
  const lines = text.split(/[\r\n\t;|、•]+/).map(tidy).filter(Boolean);
  return lines.flatMap(byComma).map(tidy).filter(Boolean);
}
