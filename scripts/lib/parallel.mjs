/** Runs the tasks, at most `limit` at a time, and answers their results in order. */
export async function inParallel(tasks, limit) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < tasks.length) {
      const at = next;
      next += 1;
      results[at] = await tasks[at]();
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
