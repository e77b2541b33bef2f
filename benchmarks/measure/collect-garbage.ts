/**
 * Read into a server by `--expose-gc --import`: it collects all of its garbage when it hears
 * SIGUSR2, so that what is left in its memory is what it holds on to.
 */
process.on('SIGUSR2', () => global.gc?.())
