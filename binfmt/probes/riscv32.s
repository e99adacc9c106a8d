li a7, 64
li a0, 1
lw a1, 4(sp)
li a2, 14
ecall
li a7, 63
li a0, 0
mv a1, sp
li a2, 1
ecall
li a7, 93
li a0, 42
ecall
