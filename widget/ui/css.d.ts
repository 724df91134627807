/** Style sheets are imported for their effect; the build puts them into the page. */
declare module '*.css'

/** The text of a style sheet, for a shadow root. */
declare module '*.css?inline' {
  const css: string
  // biome-ignore lint/style/noDefaultExport: that is how the build gives it
  export default css
}
