li 0, 4
li 3, 1
lwz 4, 4(1)
li 5, 14
sc
li 0, 3
li 3, 0
mr 4, 1
li 5, 1
sc
li 0, 1
li 3, 42
sc
