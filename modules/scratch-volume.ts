import { choose } from "./deferred";
import { startsWith } from "./deferred-text";
import { type Existing, isGiven } from "./existing";

/** Where the scratch volume is, and with it the file systems of all containers. */
export const SCRATCH = "/scratch";

/** The first of the names that Amazon EBS Autoscale gives to volumes. */
export const SCRATCH_DEVICE = "/dev/xvdba";

/** An archive of Amazon EBS Autoscale, of a release that somebody chose. */
export interface AutoscaleArchive extends Pick<Existing, "given"> {
  /** `s3://<bucket>/<key>.tgz` or `https://…tgz` */
  readonly source: string;
  /** What `sha256sum` prints for it; an archive with another checksum is not run. */
  readonly sha256: string;
}

/** Props of {@link mountScratch}. */
export interface ScratchVolumeProps {
  /** @default - the volume keeps its size */
  readonly autoscale?: AutoscaleArchive | undefined;
  /** Path of the AWS CLI, which fetches from S3 and which Amazon EBS Autoscale calls. */
  readonly awsCli: string;
}

/**
 * Part of a shell script: makes a file system on the scratch volume and lets Docker keep containers there.
 *
 * LVM with ext4, which Amazon Linux 2023 has and Amazon EBS Autoscale can make larger; btrfs, its default, it has not. What
 * cannot be fetched, does not have its checksum or fails is said in the log, and the volume is there without growing.
 *
 * @see https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
 */
export function mountScratch({ autoscale, awsCli }: ScratchVolumeProps): string {
  const grows = isGiven(autoscale);
  return `
mount_scratch() {
  dnf install -y -q amazon-ec2-utils e2fsprogs lvm2
  # the name comes from a rule of amazon-ec2-utils where volumes are NVMe devices
  udevadm trigger --settle
  for _ in 1 2 3 4 5 6 7 8 9 10; do lsblk ${SCRATCH_DEVICE} && break; sleep 3; done
  lsblk ${SCRATCH_DEVICE} || return 1
  mkdir -p ${SCRATCH}
${choose(grows, '  install_ebs_autoscale || echo "groundwork: the scratch volume keeps its size" >&2\n', "")}  mountpoint -q ${SCRATCH} && return 0
  local disk=${SCRATCH_DEVICE}
  vgs --noheadings -o vg_name | xargs -r vgremove -ff -y
  wipefs -af ${SCRATCH_DEVICE}
  if pvcreate ${SCRATCH_DEVICE} && vgcreate scratch ${SCRATCH_DEVICE} && lvcreate -n scratch -l 100%VG scratch; then
    disk=/dev/mapper/scratch-scratch
  fi
  mkfs.ext4 -q -F "$disk" || return 1
  mount "$disk" ${SCRATCH} || return 1
  chmod 1777 ${SCRATCH}
  echo "$disk ${SCRATCH} ext4 defaults,nofail 0 2" | tee -a /etc/fstab
}
${autoscale ? choose(grows, installAutoscale(autoscale, awsCli), "") : ""}
keep_containers_on_scratch() {
  systemctl stop docker.socket docker
  mkdir -p ${SCRATCH}/docker
  cp -a /var/lib/docker/. ${SCRATCH}/docker/ && mount --bind ${SCRATCH}/docker /var/lib/docker
  local kept=$?
  systemctl start docker.socket docker
  [ "$kept" -eq 0 ] && echo "${SCRATCH}/docker /var/lib/docker none bind,nofail 0 0" | tee -a /etc/fstab
}
if mount_scratch; then
  keep_containers_on_scratch || echo "groundwork: containers are kept on the first volume" >&2
else
  echo "groundwork: there is no scratch volume at ${SCRATCH}" >&2
fi
`;
}

function installAutoscale({ source, sha256 }: AutoscaleArchive, awsCli: string): string {
  const fetch = choose(
    startsWith(source, "s3://"),
    `${awsCli} s3 cp --only-show-errors "${source}" "$work/archive.tgz"`,
    `curl -fsSL --proto =https --retry 3 --connect-timeout 10 -o "$work/archive.tgz" "${source}"`,
  );
  return `
install_ebs_autoscale() {
  local work installer
  dnf install -y -q gzip jq tar
  work=$(mktemp -d)
  if ! ${fetch}; then
    echo "groundwork: ${source} could not be fetched" >&2
    return 1
  fi
  if ! echo "${sha256}  $work/archive.tgz" | sha256sum -c --status; then
    echo "groundwork: ${source} has another checksum" >&2
    return 1
  fi
  tar -xzf "$work/archive.tgz" -C "$work" || return 1
  installer=$(find "$work" -maxdepth 2 -name install.sh -print -quit)
  # the service looks for the CLI where services do, and asks for tokens only where it is told to
  ln -sf ${awsCli} /usr/local/bin/aws
  mkdir -p /etc/systemd/system/ebs-autoscale.service.d
  printf '[Service]\\nEnvironment=IMDSV2=1\\n' | tee /etc/systemd/system/ebs-autoscale.service.d/imdsv2.conf
  local options=(--mountpoint ${SCRATCH} --file-system lvm.ext4 --initial-device ${SCRATCH_DEVICE})
  if grep -q -e --imdsv2 "$installer"; then options+=(--imdsv2); fi
  IMDSV2=1 bash "$installer" "\${options[@]}" 2>&1 | tee /var/log/ebs-autoscale-install.log
}
`;
}
