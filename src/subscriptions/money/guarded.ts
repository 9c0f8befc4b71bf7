/** Two at the same moment: the database lets one of them, and the other is asked anew, so that it is told in words. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code === '23514' || (error as { code?: string }).code === '23505') return work();
    throw error;
  }
}
