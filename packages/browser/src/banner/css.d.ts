/** Styles are bundled as text. */
declare module '*.css' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: what a bundler makes of a file that is no module
  export default text
}
