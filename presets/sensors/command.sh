#!/bin/sh
# Runs a command line, such as a Nagios plugin; its exit code is the state, what it prints the
# detail. One that prints nothing reports nothing. The usual folders of plugin packages are searched last.
set -eu
PATH=$PATH:/usr/lib/nagios/plugins:/usr/lib64/nagios/plugins:/usr/lib/monitoring-plugins
PATH=$PATH:/usr/local/libexec/nagios:/opt/homebrew/opt/monitoring-plugins/sbin
export PATH
# A shell exits with 2 on a syntax error, which would mean critical; 3 is unknown.
/bin/sh -n -c "$INPUT_COMMAND" || exit 3
exec /bin/sh -c "$INPUT_COMMAND"
