/**
 * Shell commands that switch off every processor of an instance but the first ones, before jobs see any.
 *
 * Linux counts one thread of each core before the second ones, so that half of the processors are all cores without
 * hyper-threads, and a quarter those of the first socket. The ECS agent, which starts afterwards, offers the rest to jobs.
 *
 * @param processors how many stay
 *
 * @see https://aws.amazon.com/blogs/compute/disabling-intel-hyper-threading-technology-on-amazon-linux/
 */
export function limitProcessors(processors: number | string): string {
  return `for number in $(seq ${processors} $(($(nproc --all) - 1))); do
  echo 0 > "/sys/devices/system/cpu/cpu$number/online"
done
`;
}
