select number, size, note from checkpoint where number > $1 order by number limit $2
