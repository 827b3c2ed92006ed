const groups = new Set();
process.on('exit', killGroups);

/** Signals a whole process group and answers whether anything of it was there; signal 0 only asks. */
export function signalGroup(pid, signal) {
  try {
    return pid > 0 && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** A group given here is killed when we exit, whatever makes us, unless it was forgotten before. */
export const rememberGroup = (pid) => groups.add(pid);
export const forgetGroup = (pid) => groups.delete(pid);

export function killGroups() {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
}
