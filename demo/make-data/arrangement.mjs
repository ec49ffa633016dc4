// Strews the bad rows among the good ones.
import { pick, shuffled } from './chance.mjs';
import { someTime } from './cities.mjs';
import { duplicateInBatch, duplicateKey, FAULTS_OF_COPIES, FAULTY_ROWS, MENDED_ROWS } from './faults.mjs';

/** Rows of one batch: the duplicates below lie in the same batch as the row they repeat. */
export const BATCH = 1_000;
/** Parts (1-based) without a bad row, so that a `completed` batch is seen too. */
const CLEAN_PARTS = [6, 17];
/** Ids above every GeoNames id, for rows that repeat a name under another id. */
let nextId = 90_000_001;

export const partOf = (slot) => Math.floor(slot / BATCH) + 1;

/** The same name as MySQL's utf8mb4_0900_ai_ci sees it. */
const otherSpelling = (name) => pick([
    name,
    name.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC'),
]);
const sameRow = (row) => row;
const sameName = (row) => ({ ...row, id: String(nextId++), name: otherSpelling(row.name), checked_at: someTime() });
const sameIdAs = (reserve) => (row) => ({ ...reserve.shift(), id: row.id, checked_at: someTime() });

/** [how many, how the copy is made, the key that it meets first, the other faults that it has]. */
const copies = (reserve) => [
    [20, sameRow, 'PRIMARY', []],
    [15, sameIdAs(reserve), 'PRIMARY', []],
    [25, sameName, 'uq_city_name', []],
    ...FAULTS_OF_COPIES.map(([count, faults]) => [count, sameName, 'uq_city_name', faults]),
];

/** How many rows of the file are not one of `good`. */
export const extraRows = (seededRows) => 2 * seededRows
    + [...copies([]), ...MENDED_ROWS].reduce((sum, [count]) => sum + count, 0);

function damage(row, faults) {
    const bad = { ...row };
    faults.forEach((fault) => fault.damage(bad, pick));
    return { row: bad, faults };
}

/** Hands out places in the file, each once, none in a clean part. */
class Slots {
    #free;
    constructor(count) {
        this.#free = shuffled([...Array(count).keys()].filter((slot) => !CLEAN_PARTS.includes(partOf(slot))));
    }
    any(fits = () => true) {
        return this.#free.splice(this.#free.findLastIndex(fits), 1)[0];
    }
    /** One with enough places of its batch before it. */
    late() {
        return this.any((slot) => slot % BATCH >= BATCH / 4);
    }
    /** One in the same batch, before `slot`. */
    before(slot) {
        return this.any((other) => partOf(other) === partOf(slot) && other < slot);
    }
}

/** Runs `action` as often as the list says: [count, …arguments]. */
const times = (list, action) => list.forEach(([count, ...args]) => {
    for (let i = 0; i < count; i++) action(...args);
});

/** The whole file: [{row, faults}] in its order. */
export function arrange({ seeded, good, reserve }) {
    const out = new Array(good.length + extraRows(seeded.length));
    const slots = new Slots(out.length);
    const damaged = new Map();      // slot → the faults that its good row gets
    const repeated = new Map();     // slot → the earlier slot whose row comes again, and what is made of it

    times(FAULTY_ROWS, (faults) => damaged.set(slots.any(), faults));
    times(MENDED_ROWS, (faults) => {
        const slot = slots.late();
        const first = slots.before(slot);
        damaged.set(first, faults);
        repeated.set(slot, { first, make: (row) => ({ row, faults: [] }) });
    });
    times(copies(reserve), (copy, key, faults) => {
        const slot = slots.late();
        const first = slots.before(slot);
        repeated.set(slot, { first, make: (row) => damage(copy(row), [...faults, duplicateInBatch(key)]) });
    });
    for (const row of seeded) {
        out[slots.any()] = damage({ ...row, checked_at: someTime() }, [duplicateKey('PRIMARY')]);
        out[slots.any()] = damage(sameName(row), [duplicateKey('uq_city_name')]);
    }

    const rows = good.values();
    const originals = [];
    for (let slot = 0; slot < out.length; slot++) {
        if (out[slot]) continue;
        if (repeated.has(slot)) {
            const { first, make } = repeated.get(slot);
            out[slot] = make(originals[first]);
        } else {
            originals[slot] = rows.next().value;
            out[slot] = damage(originals[slot], damaged.get(slot) ?? []);
        }
    }
    return out;
}
