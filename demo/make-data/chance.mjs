// Chance that is the same on every run: mulberry32 from a fixed seed.
let state = 20251122;

/** A number from 0 up to, not including, 1. */
export function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** A whole number from 0 up to, not including, `limit`. */
export const below = (limit) => Math.floor(random() * limit);

export const pick = (list) => list[below(list.length)];

export function shuffled(list) {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
}
