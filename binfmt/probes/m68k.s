moveq #4, %d0
moveq #1, %d1
move.l 4(%sp), %d2
moveq #14, %d3
trap #0
moveq #3, %d0
moveq #0, %d1
move.l %sp, %d2
moveq #1, %d3
trap #0
moveq #1, %d0
moveq #42, %d1
trap #0
