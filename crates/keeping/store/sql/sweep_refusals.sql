delete from refusal where refused_at <= $1
