// Guides to cities: rows of one JSON object each, so that each may give other columns. All of it is made up, but the
// names and populations of the cities.

const FIRST_EDITION = 2017;
const EDITIONS = 10;

const reason = (code, ...columns) => ({ code, columns });

/** [how the row is made bad, the reasons that it is owed]. Of what only the database sees, no column is named. */
const FAULTS = [
    [(row) => { row.mayor = 'N. N.'; }, [reason('UNKNOWN_COLUMN', 'mayor')]],
    [(row) => { delete row.people; }, [reason('NO_DEFAULT', 'people')]],
    [(row) => { row.poeple = row.people; delete row.people; },
        [reason('UNKNOWN_COLUMN', 'poeple'), reason('NO_DEFAULT', 'people')]],
    [(row) => { row.density = 40; }, [reason('GENERATED_COLUMN', 'density')]],
    [(row, section) => { row.city_id = Number(section.id); }, [reason('TRIGGER')]],
    [(row) => { row.area_km2 = 0; }, [reason('DATABASE')]],   // the density would be a division by zero
];

function guide(city, edition) {
    const row = { city_id: Number(city.id), edition, people: Number(city.population) };
    if (edition % 3) row.area_km2 = Number((city.population / 8_000).toFixed(2));
    row.text_en = `${city.name} in three days.`;
    if (edition % 2) row.text_de = `${city.name} in drei Tagen.`;
    return row;
}

/** [{row, reasons}] in the order of the file. Every fourth is bad; `there` are the cities that the file before brings. */
export function makeGuides(seeded, there) {
    const sections = there.filter((city) => city.kind === 'section');
    const guides = [];
    for (let edition = FIRST_EDITION; edition < FIRST_EDITION + EDITIONS; edition++) {
        for (const city of seeded) {
            const row = guide(city, edition);
            const place = guides.length;
            if (place % 4 !== 3) {
                guides.push({ row, reasons: [] });
                continue;
            }
            const [damage, reasons] = FAULTS[((place - 3) / 4) % FAULTS.length];
            damage(row, sections[place]);
            guides.push({ row, reasons });
        }
    }
    return guides;
}

/** The row as MySQL holds it, written as guides-checksum.sql writes it. */
export const storedGuide = (row) => [
    row.city_id, row.edition, row.people, row.area_km2 === undefined ? '-' : row.area_km2.toFixed(2), row.text_en,
    row.text_de ?? '-',
].join('|');
