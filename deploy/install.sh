#!/bin/sh
# Users, groups and folders for the units beside this file. Run once as root; safe to run again.
set -eu

getent group homeward-keys >/dev/null || groupadd --system homeward-keys
for user in homeward homeward-web homeward-worker; do
	getent passwd "$user" >/dev/null ||
		useradd --system --user-group --no-create-home --shell /usr/sbin/nologin "$user"
done
usermod --append --groups homeward-keys,homeward-worker homeward

# The owner makes everything; who serves may pass through, and enter what is theirs.
install -d -o homeward -g homeward -m 0711 /srv/homeward
install -d -o homeward -g homeward-keys -m 0750 /srv/homeward/secrets
for folder in ledger ledger/leaves downloads; do
	install -d -o homeward-worker -g homeward-worker -m 0770 "/srv/homeward/$folder"
done
install -d -o homeward -g homeward -m 0700 /srv/backups
install -d -o root -g root -m 0755 /etc/homeward

# Keys that both need, and the one that only the worker needs: made here, never on first use.
key() {
	test -e "/srv/homeward/secrets/$1" ||
		(umask 077 && head -c 36 /dev/urandom | base64 | tr '+/' '-_' > "/srv/homeward/secrets/$1")
	chown "homeward:$2" "/srv/homeward/secrets/$1"
	chmod 0640 "/srv/homeward/secrets/$1"
}
key ledger-digest homeward-keys
key document-key-0001 homeward-keys
key ledger-signing homeward-worker
echo "Now fill /etc/homeward/*.env, copy the units to /etc/systemd/system, and enable them."
