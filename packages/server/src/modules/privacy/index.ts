/**
 * What a person may ask of us: every word of consent they gave, all that is held about them, and to be forgotten. Every module hands out
 * and erases its own part (`exportOf`, `eraseOf`); this one, the last in the line, asks them all. An erasure goes on until it is done,
 * however often it is cut; then a search of the whole database says that nobody finds the person any more. What the law wants kept
 * stays without them and goes by itself when its time is over.
 */
export {};
