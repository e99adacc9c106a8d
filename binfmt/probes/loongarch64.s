ori $a7, $zero, 64
ori $a0, $zero, 1
ld.d $a1, $sp, 8
ori $a2, $zero, 14
syscall 0
ori $a7, $zero, 63
ori $a0, $zero, 0
ori $a1, $sp, 0
ori $a2, $zero, 1
syscall 0
ori $a7, $zero, 93
ori $a0, $zero, 42
syscall 0
