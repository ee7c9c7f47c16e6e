/** Whether Plumb indexes files of this name that the editor does not open as text. */
export function isBinaryFile(path: string): boolean {
  return path.toLowerCase().endsWith('.pdf');
}
