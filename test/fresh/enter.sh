#!/usr/bin/env bash
# enter.sh ROOT [FROM INSIDE]...: makes ROOT the root of the namespaces that this runs in, with FROM to read at INSIDE, says
# "entered", and stays as the first process, which buries the dead.
set -euo pipefail
root=$1
shift

mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
mkdir -m 1777 dev/shm
mkdir dev/pts dev/net
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
for device in null zero full random urandom tty net/tun; do
  [[ -e /dev/$device ]] || continue
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
while (($#)); do
  mkdir -p "./$2"
  mount --bind "$1" "./$2"
  mount -o remount,bind,ro "./$2"
  shift 2
done
mkdir -p old
pivot_root . old
cd /
umount -l /old
rmdir /old
echo entered
exec >/dev/null
while true; do
  sleep 3600 &
  wait $!
done
