movl $1, %eax
movl $1, %edi
movq 8(%rsp), %rsi
movl $14, %edx
syscall
xorl %eax, %eax
xorl %edi, %edi
movq %rsp, %rsi
movl $1, %edx
syscall
movl $60, %eax
movl $42, %edi
syscall
