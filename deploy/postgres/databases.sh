#!/usr/bin/env bash
# The container's databases: every service's two logins and its database, by roles.sql. Harmless to repeat; runs at every start of the portal.
set -euo pipefail
secrets=${SECRETS_FOLDER:?}
PGPASSWORD=$(cat "$secrets/admin")
export PGPASSWORD PGHOST=${PGHOST:?} PGUSER=postgres PGDATABASE=postgres
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command 'revoke connect on database postgres, template1 from public'
for service in identity cases billing content; do
  # Through standard input, not the command line, which other processes can read.
  { printf '\\set service %s\n\\set database %s\n' "$service" "$service"
    printf "\\\\set password '%s'\n\\\\set owner_password '%s'\n" "$(cat "$secrets/$service")" "$(cat "$secrets/$service-owner")"
    cat "$(dirname "$0")/roles.sql"
  } | psql --no-psqlrc --quiet --set ON_ERROR_STOP=1
done
echo "The databases are there."
