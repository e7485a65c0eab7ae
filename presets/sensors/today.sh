#!/bin/sh
# The local day, so that goals bound to a day or a weekday wake the loop when the day turns.
# One call of date: two could return different days around midnight. LC_ALL keeps names English.
LC_ALL=C exec date '+{"signal":{"date":"%Y-%m-%d","weekday":"%A"}}'
