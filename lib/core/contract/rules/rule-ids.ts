/** Hands out the ids of one dataset's rules: the wanted one, else `wanted#2`, `wanted#3` … */
export function ruleIds(): (wanted: string) => string {
  const used = new Set<string>();
  return (wanted) => {
    let id = wanted;
    for (let n = 2; used.has(id); n++) id = `${wanted}#${n}`;
    used.add(id);
    return id;
  };
}
