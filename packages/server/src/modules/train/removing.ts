/**
 * Runs an act that removes something. Where its answer fails although it was committed (the log
 * that cannot be emptied because somebody reads it, say), the model follows all the same.
 */
export async function removing<T>(resume: () => Promise<void>, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    await resume()
    throw error
  }
}
