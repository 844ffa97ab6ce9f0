module hcomp.local/programs/pause

go 1.26.0

toolchain go1.27.0
