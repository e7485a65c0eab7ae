#!/bin/sh
# looop:interval=300
echo "{\"signal\":{\"open\":3}}"
