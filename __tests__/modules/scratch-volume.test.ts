import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AutoscaleArchive, mountScratch } from "../../modules/scratch-volume";

const PROGRAMS =
  "aws bash chmod cp curl dnf find grep ln lsblk lvcreate mkdir mkfs.ext4 mount mountpoint pvcreate sleep systemctl tar tee udevadm vgcreate vgremove vgs wipefs xargs";

/** Says what it was called with, and fails where it is told to; nothing of the machine is touched. */
const FAKE = `#!/bin/sh
me="\${0##*/}"
echo "$me $*" >> "$LAB/calls"
[ -e "$LAB/fails-$me" ] && exit 1
case "$me" in
  tee|xargs) while read -r _; do :; done ;;
  curl|aws) for last in "$@"; do case "$last" in */archive.tgz) printf archive > "$last" ;; esac; done ;;
  find) echo "$1/install.sh" ;;
  bash) : > "$LAB/mounted" ;;
  mountpoint) [ -e "$LAB/mounted" ] ;;
esac
`;

let lab: string;

beforeEach(() => {
  lab = mkdtempSync(join(tmpdir(), "scratch-"));
  mkdirSync(join(lab, "bin"));
  for (const program of PROGRAMS.split(" ")) {
    writeFileSync(join(lab, "bin", program), FAKE);
    chmodSync(join(lab, "bin", program), 0o755);
  }
  for (const real of ["sha256sum", "mktemp"]) symlinkSync(`/usr/bin/${real}`, join(lab, "bin", real));
});

afterEach(() => rmSync(lab, { recursive: true, force: true }));

/** Runs the part as an instance does, with programs that do nothing. */
function run(autoscale?: AutoscaleArchive, ...failing: string[]) {
  for (const program of failing) writeFileSync(join(lab, `fails-${program}`), "");
  const script = `set -uo pipefail\n${mountScratch({ autoscale, awsCli: "aws" })}`;
  const env = { PATH: join(lab, "bin"), LAB: lab, TMPDIR: lab };
  const { status, stderr } = spawnSync("/bin/bash", ["--norc", "-c", script], { env, encoding: "utf8" });
  const calls = readFileSync(join(lab, "calls"), "utf8").trim().split("\n");
  return { status, stderr, calls, called: (start: string) => calls.filter((call) => call.startsWith(start)) };
}

const sha256 = createHash("sha256").update("archive").digest("hex");
const ARCHIVE = { source: "s3://acme-genomics/tools/ebs-autoscale.tgz", sha256 };

describe("the scratch volume", () => {
  test("is LVM with ext4, and Docker keeps containers on it", () => {
    const { calls, stderr } = run();
    expect(calls).toEqual(
      expect.arrayContaining([
        "pvcreate /dev/xvdba",
        "mkfs.ext4 -q -F /dev/mapper/scratch-scratch",
        "mount /dev/mapper/scratch-scratch /scratch",
        "mount --bind /scratch/docker /var/lib/docker",
      ]),
    );
    expect(stderr).toBe("");
  });

  test("stops Docker before its files are moved, and starts it after", () => {
    const { calls } = run();
    const at = (start: string) => calls.findIndex((call) => call.startsWith(start));
    expect(at("systemctl stop")).toBeLessThan(at("cp -a"));
    expect(at("mount --bind")).toBeLessThan(at("systemctl start"));
  });

  test("is ext4 on the device itself where there is no LVM", () => {
    const { calls } = run(undefined, "pvcreate");
    expect(calls).toContain("mount /dev/xvdba /scratch");
  });

  test("starts Docker again where its files cannot be moved", () => {
    const { called, stderr } = run(undefined, "cp");
    expect(called("mount --bind")).toEqual([]);
    expect(called("systemctl start")).toEqual(["systemctl start docker.socket docker"]);
    expect(stderr).toContain("groundwork: containers are kept on the first volume");
  });

  test("leaves Docker alone where there is no device, and says so", () => {
    const { called, stderr } = run(undefined, "lsblk");
    expect(called("systemctl")).toEqual([]);
    expect(stderr).toContain("groundwork: there is no scratch volume at /scratch");
  });
});

describe("EBS Autoscale on the scratch volume", () => {
  test.each([
    ["S3", ARCHIVE, "aws s3 cp --only-show-errors s3://acme-genomics/tools/ebs-autoscale.tgz"],
    ["an https URL", { ...ARCHIVE, source: "https://example.com/a.tgz" }, "curl -fsSL --proto =https"],
  ])("is fetched from %s and takes the volume over", (_, archive, fetch) => {
    const { called } = run(archive);
    expect(called(fetch)).toHaveLength(1);
    expect(called("bash")[0]).toContain("--mountpoint /scratch --file-system lvm.ext4 --initial-device /dev/xvdba");
    expect(called("mkfs.ext4")).toEqual([]);
    expect(called("mount --bind")).toHaveLength(1);
  });

  test("asks for metadata tokens by the option where its installer has one", () => {
    expect(run(ARCHIVE).called("bash")[0]).toContain("--imdsv2");
    rmSync(join(lab, "calls"));
    expect(run(ARCHIVE, "grep").called("bash")[0]).not.toContain("--imdsv2");
  });

  test("is not run where the checksum is another: the volume is there, and does not grow", () => {
    const { called, calls, stderr } = run({ ...ARCHIVE, sha256: "0".repeat(64) });
    expect(called("tar")).toEqual([]);
    expect(called("bash")).toEqual([]);
    expect(calls).toContain("mount /dev/mapper/scratch-scratch /scratch");
    expect(stderr).toContain("has another checksum\ngroundwork: the scratch volume keeps its size");
  });

  test.each([["aws"], ["bash"], ["tar"]])("leaves a volume of its first size where '%s' fails", (program) => {
    const { calls } = run(ARCHIVE, program);
    expect(calls).toContain("mount /dev/mapper/scratch-scratch /scratch");
    expect(calls).toContain("mount --bind /scratch/docker /var/lib/docker");
  });
});
