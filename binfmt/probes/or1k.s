l.addi r11, r0, 64
l.addi r3, r0, 1
l.lwz r4, 4(r1)
l.addi r5, r0, 14
l.sys 1
l.addi r11, r0, 63
l.addi r3, r0, 0
l.addi r4, r1, 0
l.addi r5, r0, 1
l.sys 1
l.addi r11, r0, 93
l.addi r3, r0, 42
l.sys 1
