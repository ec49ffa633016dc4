// Makes cities.csv, guides.ndjson, what is expected of them and the seed rows of schema.sql. The same packages give the same bytes on every run.
// How to call it: ../README.md.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import { arrange, BATCH, extraRows, partOf } from './arrangement.mjs';
import { chooseCities, COLUMNS, countries, SEEDED } from './cities.mjs';
import { reasonsOf } from './faults.mjs';
import { makeGuides, storedGuide } from './guides.mjs';

const ROWS = 25_000;
const SEED_MARK = '-- Below this line: written by make-data.mjs.\n';

const require = createRequire(resolve(process.argv[2] ?? '.', 'package.json'));
const here = (name) => new URL(`../${name}`, import.meta.url);

// ---- cities.csv ------------------------------------------------------------------------------------------------------
function csvLine(row) {
    const cells = COLUMNS.map((column) => row[column]);
    const quoted = (cell) => (cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    return (row.reshape ? row.reshape(cells) : cells).map((cell) => (cell === null ? '' : quoted(cell))).join(',');
}

const csvOf = (file) => [COLUMNS.join(','), ...file.map(({ row }) => csvLine(row)), ''].join('\n');

// ---- schema.sql ------------------------------------------------------------------------------------------------------
function seedSql(seeded) {
    const literal = (text) => (text === null ? 'NULL' : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
    const values = (list) => list.map((cells) => `    (${cells.map(literal).join(', ')})`).join(',\n');
    return `
-- ISO 3166-1 alpha-2, and XK for Kosovo as GeoNames has it.
INSERT INTO country (code, name) VALUES
${values(countries(require))}
ON DUPLICATE KEY UPDATE code = country.code;

-- Cities that are there before the file comes.
INSERT INTO city (${COLUMNS.join(', ')}) VALUES
${values(seeded.map((row) => COLUMNS.map((column) => row[column])))}
ON DUPLICATE KEY UPDATE id = city.id;
`;
}

// ---- expected.json ---------------------------------------------------------------------------------------------------
/** The row as MySQL holds it, written as checksum.sql writes it. */
const stored = (row) => [
    row.id, row.name, row.country_code, row.admin1_code,
    row.divisions === null ? '-' : `[${JSON.parse(row.divisions).map((name) => JSON.stringify(name)).join(', ')}]`,
    Number(row.latitude).toFixed(5), Number(row.longitude).toFixed(5),
    row.population ?? '-', row.kind, row.checked_at.replace('T', ' '),
].join('|');

/** The reasons that the row is owed, in the order of the columns. */
const owed = (faults) => reasonsOf(faults).sort((a, b) => COLUMNS.indexOf(a.columns[0]) - COLUMNS.indexOf(b.columns[0]));

/** [key, how often], by key. */
function tally(keys) {
    const counts = new Map();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function expectationOfCities(csv, seeded, file) {
    const failures = file.flatMap(({ faults }, slot) => (faults.length
        ? [{ part: partOf(slot), row: slot % BATCH, line: slot + 2, reasons: owed(faults) }] : []));
    const after = [...seeded, ...file.filter(({ faults }) => !faults.length).map(({ row }) => row)];
    return expectation('cities.csv', csv, file.length, failures, seeded.length, after.map(stored));
}

function expectationOfGuides(ndjson, guides) {
    const failures = guides.flatMap(({ reasons }, row) => (reasons.length
        ? [{ part: 1, row, line: row + 1, reasons }] : []));
    const after = guides.filter(({ reasons }) => !reasons.length).map(({ row }) => storedGuide(row));
    return expectation('guides.ndjson', ndjson, guides.length, failures, 0, after);
}

/** `after`: the rows of the table once all is done, as the query that looks writes them. */
function expectation(name, text, count, failures, rowsBefore, after) {
    const reasons = failures.flatMap((failure) => failure.reasons);
    const parts = Array.from({ length: Math.ceil(count / BATCH) }, (_, i) => {
        const rows = Math.min(BATCH, count - i * BATCH);
        const failed = failures.filter((failure) => failure.part === i + 1).length;
        return { part: i + 1, status: failed ? 'partial' : 'completed', rows, inserted: rows - failed, failed };
    });
    return {
        file: { name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') },
        policy: 'fail',
        batchRows: BATCH,
        counts: { rows: count, inserted: after.length - rowsBefore, updated: 0, unchanged: 0, failed: failures.length },
        table: {
            rowsBefore,
            rowsAfter: after.length,
            checksum: after.reduce((sum, row) => sum + crc32(row), 0),
        },
        reasons: reasons.length,
        reasonsByCode: Object.fromEntries(tally(reasons.map((reason) => reason.code))),
        reasonsByColumn: tally(reasons.map((reason) => JSON.stringify(reason)))
            .map(([reason, count]) => ({ ...JSON.parse(reason), count })),
        parts,
        failures,
    };
}

/** JSON with one line for each entry of the lists, so that a diff can be read. */
function readable(object) {
    const lines = (list) => list.map((each) => `\n    ${JSON.stringify(each)}`).join();
    const text = (value) => (Array.isArray(value) ? `[${lines(value)}\n  ]` : JSON.stringify(value));
    return `{\n${Object.entries(object).map(([key, value]) => `  "${key}": ${text(value)}`).join(',\n')}\n}\n`;
}

const cities = chooseCities(require, ROWS - extraRows(SEEDED.length));
const file = arrange(cities);
const csv = csvOf(file);
writeFileSync(here('cities.csv'), csv);
writeFileSync(here('schema.sql'), readFileSync(here('schema.sql'), 'utf8').split(SEED_MARK)[0] + SEED_MARK + seedSql(cities.seeded));
writeFileSync(here('expected.json'), readable(expectationOfCities(csv, cities.seeded, file)));

const guides = makeGuides(cities.seeded, file.filter(({ faults }) => !faults.length).map(({ row }) => row));
const ndjson = guides.map(({ row }) => `${JSON.stringify(row)}\n`).join('');
writeFileSync(here('guides.ndjson'), ndjson);
writeFileSync(here('guides-expected.json'), readable(expectationOfGuides(ndjson, guides)));
