/** stub */
export function findMutant(name: string): { plant: () => never } { throw new Error(name); }
