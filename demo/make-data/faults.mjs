// What is made wrong in the demo's rows, and which reasons Rowcall owes for it. A fault knows its reason, and how it
// damages a row: an object of column to CSV text, where null is an empty unquoted field and '' a quoted empty string.

/** How a row is judged: a later stage sees only the rows that passed the earlier ones. */
const STAGES = { SHAPE: 0, PREFLIGHT: 1, CHECK: 2, FOREIGN_KEY: 3, DUPLICATE: 4 };

/**
 * The reasons of a row with these faults. A broken shape hides all else; preflight names every fault that it sees;
 * the database names one: CHECK before FOREIGN KEY before a duplicate.
 */
export function reasonsOf(faults) {
    const first = Math.min(...faults.map((fault) => fault.stage));
    const seen = faults.filter((fault) => fault.stage === first).map((fault) => fault.reason);
    return first === STAGES.PREFLIGHT ? seen : seen.slice(0, 1);
}

/** A fault that preflight finds in one value. */
const value = (code, column, ...examples) => ({
    stage: STAGES.PREFLIGHT,
    reason: { code, columns: [column] },
    damage: (row, pick) => {
        const example = pick(examples);
        row[column] = typeof example === 'function' ? example(row) : example;
    },
});

const shape = (reshape) => ({
    stage: STAGES.SHAPE,
    reason: { code: 'BAD_ROW', columns: [] },
    damage: (row) => { row.reshape = reshape; },
});

const check = (constraint, columns, ...examples) => ({
    stage: STAGES.CHECK,
    reason: { code: 'CHECK', columns, constraint },
    damage: (row, pick) => Object.assign(row, pick(examples)),
});

const duplicate = (code, columns, constraint) => ({
    stage: STAGES.DUPLICATE,
    reason: { code, columns, constraint },
    damage: () => {},   // the row is made as a copy of another one
});

export const UNIQUE_KEYS = {
    PRIMARY: ['id'],
    uq_city_name: ['country_code', 'admin1_code', 'name'],
};
export const duplicateInBatch = (key) => duplicate('DUPLICATE_IN_BATCH', UNIQUE_KEYS[key], key);
export const duplicateKey = (key) => duplicate('DUPLICATE_KEY', UNIQUE_KEYS[key], key);

const fiveDigits = (text) => Number(text).toFixed(5);

const tooFewValues = shape((cells) => cells.slice(0, -1));
const truncatedLine = shape((cells) => cells.slice(0, 4));
const tooManyValues = shape((cells) => [...cells, 'eof']);
const unquotedComma = shape((cells) => [cells[0], cells[1], ' (city)', ...cells.slice(2)]);

const noValue = (column) => value('NOT_NULL', column, null);

const longName = value('TOO_LONG', 'name', (row) => `${row.name} (administrative centre and the municipalities around it, as of 2025)`);
const divisionNameAsCode = value('TOO_LONG', 'admin1_code', 'Brandenburg', 'North Carolina', 'Provence-Alpes');
const threeLetterCountry = value('TOO_LONG', 'country_code', 'DEU', 'FRA', 'USA', 'IND');

const idOutOfRange = value('OUT_OF_RANGE', 'id', (row) => `-${row.id}`, '4294967296', '99999999999');
const populationOutOfRange = value('OUT_OF_RANGE', 'population', '-1', '-25000', '4294967296', '123456789012');
const latitudeOutOfRange = value('OUT_OF_RANGE', 'latitude', '100', '-123.45', '5224370');
const longitudeOutOfRange = value('OUT_OF_RANGE', 'longitude', '1000', '-1234.5', '1340498');

const latitudeTooPrecise = value('PRECISION_LOSS', 'latitude',
    (row) => `${fiveDigits(row.latitude)}3`, (row) => `${fiveDigits(row.latitude)}0001`);
const longitudeTooPrecise = value('PRECISION_LOSS', 'longitude',
    (row) => `${fiveDigits(row.longitude)}7`, (row) => `${fiveDigits(row.longitude)}0009`);
const halfAnInhabitant = value('PRECISION_LOSS', 'population', '48210.5', '1204.25');

const idNoNumber = value('WRONG_TYPE', 'id', (row) => `Q${row.id}`, (row) => `GN-${row.id}`);
const populationNoNumber = value('WRONG_TYPE', 'population', 'unknown', 'n/a', '12 000', '48,210', '1.5 million', '');
const latitudeNoNumber = value('WRONG_TYPE', 'latitude', '52°31′N', '48,8566', 'north');
const longitudeNoNumber = value('WRONG_TYPE', 'longitude', '13°24′E', '2,3488', '7.5E');

const unknownKind = value('NOT_IN_ENUM', 'kind', 'town', 'village', 'city', '2', '');

const noSuchTime = value('BAD_DATETIME', 'checked_at', '2026-02-30T10:15:00', '2025-13-01T08:00:00', '2025-06-31T00:00:00',
    '2026-03-01T25:00:00', '2026-04-12T10:61:00', '31.12.2025 10:00', '12/31/2025 10:00', 'yesterday');
const timeWithOffset = value('BAD_DATETIME', 'checked_at', (row) => `${row.checked_at}Z`, (row) => `${row.checked_at}+02:00`);

const divisionNotAscii = value('BAD_CHARSET', 'admin1_code', 'ÎDF', 'Köln', '東京', 'São');
const countryNotAscii = value('BAD_CHARSET', 'country_code', 'ÖS', 'ＤＥ', 'РФ');

const noJson = value('BAD_JSON', 'divisions', 'Bavaria', '["Bavaria","Upper Bavaria"', "['Bavaria']", '["Bavaria",]', '');
const jsonKeyTwice = value('BAD_JSON', 'divisions', '{"region":"Bavaria","region":"Bayern"}');

const northOfThePole = check('ck_city_latitude', ['latitude'],
    { latitude: '90.00001' }, { latitude: '91.2' }, { latitude: '-95.5' });
const beyondTheDateLine = check('ck_city_longitude', ['longitude'],
    { longitude: '180.00001' }, { longitude: '-200.25' }, { longitude: '360' });
const nullIsland = check('ck_city_null_island', ['latitude', 'longitude'],
    { latitude: '0', longitude: '0' }, { latitude: '0.0', longitude: '0.00000' });
const nobodyThere = check('ck_city_population', ['population'], { population: '0' });

const unknownCountry = {
    stage: STAGES.FOREIGN_KEY,
    reason: { code: 'FOREIGN_KEY', columns: ['country_code'], constraint: 'fk_city_country' },
    damage: (row, pick) => { row.country_code = pick(['UK', 'EU', 'AN', 'YU', 'ZZ']); },
};

/** [how many rows, the faults of each]. No row has two faults in one column. */
export const FAULTY_ROWS = [
    [8, [tooFewValues]],
    [4, [truncatedLine]],
    [8, [tooManyValues]],
    [8, [unquotedComma]],
    ...['id', 'name', 'country_code', 'admin1_code', 'latitude', 'longitude', 'kind', 'checked_at']
        .map((column) => [5, [noValue(column)]]),
    [20, [longName]],
    [12, [divisionNameAsCode]],
    [12, [threeLetterCountry]],
    [8, [idOutOfRange]],
    [12, [populationOutOfRange]],
    [10, [latitudeOutOfRange]],
    [10, [longitudeOutOfRange]],
    [10, [latitudeTooPrecise]],
    [10, [longitudeTooPrecise]],
    [8, [halfAnInhabitant]],
    [6, [idNoNumber]],
    [16, [populationNoNumber]],
    [8, [latitudeNoNumber]],
    [8, [longitudeNoNumber]],
    [30, [unknownKind]],
    [24, [noSuchTime]],
    [8, [timeWithOffset]],
    [14, [divisionNotAscii]],
    [6, [countryNotAscii]],
    [20, [noJson]],
    [6, [jsonKeyTwice]],
    [10, [northOfThePole]],
    [10, [beyondTheDateLine]],
    [8, [nullIsland]],
    [10, [nobodyThere]],
    [30, [unknownCountry]],
    // several faults that preflight sees: all are named
    [8, [noValue('name'), populationNoNumber, unknownKind]],
    [6, [longName, latitudeTooPrecise, longitudeTooPrecise]],
    [6, [divisionNotAscii, noSuchTime]],
    [4, [idNoNumber, threeLetterCountry, noJson, timeWithOffset]],
    [2, [noValue('id'), longName, noValue('country_code'), divisionNameAsCode, noJson, latitudeOutOfRange, longitudeNoNumber,
        halfAnInhabitant, unknownKind, noSuchTime]],
    // what preflight sees hides what only the database sees
    [6, [unknownKind, unknownCountry]],
    [6, [longName, northOfThePole]],
    // one reason from the database
    [6, [beyondTheDateLine, unknownCountry]],
    [2, [truncatedLine, unknownCountry]],
];

/** Rows that fail, and come again mended further down in the same batch: a failed row leaves its keys free. */
export const MENDED_ROWS = [
    [4, [unknownKind]],
    [2, [noSuchTime]],
    [3, [nobodyThere]],
    [3, [unknownCountry]],
];

/** Faults that a copy of an earlier row may have besides: they come first, and the duplicate is never reached. */
export const FAULTS_OF_COPIES = [
    [3, [unknownKind]],
    [3, [nobodyThere]],
];
