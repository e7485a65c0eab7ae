#!/bin/sh
# looop:interval=300
echo "{}"
